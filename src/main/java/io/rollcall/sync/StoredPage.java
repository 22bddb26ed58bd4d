package io.rollcall.sync;

/**
 * A page after its transaction.
 *
 * @param run the run
 * @param finished whether it was the last page of its run
 * @param grew whether it created assets
 */
record StoredPage(RunContext run, boolean finished, boolean grew) {}
