/** Device commands: what may be asked of a device, sending it at most once, and what became of it. */
@NullMarked
package io.rollcall.command;

import org.jspecify.annotations.NullMarked;
