package io.rollcall.connection;

/**
 * A connection was made, changed, enabled, disabled or deleted.
 *
 * @param name the connection
 * @param justEnabled whether it was enabled by this change: its first sync starts at once
 */
public record ConnectionChanged(String name, boolean justEnabled) {}
