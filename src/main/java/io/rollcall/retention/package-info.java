/** Deletes what is older than the settings keep. */
@NullMarked
package io.rollcall.retention;

import org.jspecify.annotations.NullMarked;
