/** The inventory: assets, the device records behind them, their history; deciding what a page changes and storing it. */
@NullMarked
package io.rollcall.inventory;

import org.jspecify.annotations.NullMarked;
