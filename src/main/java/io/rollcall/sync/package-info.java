/** Runs: their ledger, their pages, matching a page's devices, and the routes of each connection. */
@NullMarked
package io.rollcall.sync;

import org.jspecify.annotations.NullMarked;
