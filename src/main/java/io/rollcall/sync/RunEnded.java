package io.rollcall.sync;

/** A run has ended in this process. */
public record RunEnded(Run run) {}
