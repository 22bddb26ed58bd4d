/** Alerts: what a person has to look at, open from when it began until it is over. */
@NullMarked
package io.rollcall.alert;

import org.jspecify.annotations.NullMarked;
