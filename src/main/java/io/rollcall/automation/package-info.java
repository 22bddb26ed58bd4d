/** Automations: what is done by itself when an asset enters a state. */
@NullMarked
package io.rollcall.automation;

import org.jspecify.annotations.NullMarked;
