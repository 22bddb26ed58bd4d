package io.rollcall.sync;

/**
 * How a run whose pages are all stored ends.
 *
 * @param message for people; blank: there is nothing to say
 */
record RunEnd(RunContext run, RunState state, String message) {}
