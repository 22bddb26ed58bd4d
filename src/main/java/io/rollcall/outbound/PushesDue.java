package io.rollcall.outbound;

/**
 * Something waits to be sent for this connection.
 *
 * @param connection its name
 */
public record PushesDue(String connection) {}
