/** Dead letters: devices that failed on their own, kept until they succeed, and tried again on request. */
@NullMarked
package io.rollcall.deadletter;

import org.jspecify.annotations.NullMarked;
