/** Recovery keys and the like: stored encrypted, revealed one at a time to those who may, every reveal on record. */
@NullMarked
package io.rollcall.restricted;

import org.jspecify.annotations.NullMarked;
