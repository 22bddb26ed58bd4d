/** The web console: pages rendered here, with the same services behind them as REST. */
@NullMarked
package io.rollcall.console;

import org.jspecify.annotations.NullMarked;
