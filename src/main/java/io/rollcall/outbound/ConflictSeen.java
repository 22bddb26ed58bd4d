package io.rollcall.outbound;

/**
 * What was about to be sent was changed in the MDM as well: a sync has to decide which counts.
 *
 * @param connection its name
 */
public record ConflictSeen(String connection) {}
