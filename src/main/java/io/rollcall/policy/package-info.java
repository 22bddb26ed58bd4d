/** A connection's policy: what a sync may create, change and skip, as typed records read from preset files. */
@NullMarked
package io.rollcall.policy;

import org.jspecify.annotations.NullMarked;
