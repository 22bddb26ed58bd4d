/** The benchmark: the packaged program against a simulated tenant, beside the least code that does the same. */
@org.jspecify.annotations.NullMarked
package io.rollcall.bench;
