package io.rollcall.connection;

/**
 * A connection was made, changed, enabled, disabled or deleted.
 *
 * @param name the connection
 * @param justEnabled whether it was enabled by this change: its first sync starts at once
 * @param otherTenant whether it leads to another address now: positions in the old list mean nothing any more
 */
public record ConnectionChanged(String name, boolean justEnabled, boolean otherTenant) {

    ConnectionChanged(String name, boolean justEnabled) {
        this(name, justEnabled, false);
    }
}
