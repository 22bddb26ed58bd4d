/** What monitoring sees of Rollcall's work: counts of this process, and figures read from the database. */
@NullMarked
package io.rollcall.metrics;

import org.jspecify.annotations.NullMarked;
