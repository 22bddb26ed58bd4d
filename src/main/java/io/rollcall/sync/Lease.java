package io.rollcall.sync;

/**
 * The right to write for a run: whoever holds a lower fence than the ledger has was replaced and may not write.
 *
 * @param run the run's number
 * @param fence raised whenever the run changes its owner
 */
public record Lease(long run, long fence) {}
