package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** How a connection's test reaches the MDM: each step says in words for people what it found. */
public interface Reach {

    /** Resolves the host's name. Returns what it found, for people. */
    String resolve(URI baseUrl) throws ReachFailed;

    /** Opens a TLS connection. Returns what it found, for people. */
    String handshake(URI baseUrl) throws ReachFailed;

    /**
     * Sends one GET with the connection's credentials, within its limits.
     *
     * @param path path and query
     */
    JsonNode get(Connection connection, String path) throws ReachFailed;

    /**
     * Sends one POST without content with the connection's credentials, within its limits; for a path that does nothing.
     */
    JsonNode post(Connection connection, String path) throws ReachFailed;

    /**
     * Sends one PATCH that changes nothing, to learn whether it would be allowed.
     *
     * @param path of something that doesn't exist
     */
    JsonNode patchNothing(Connection connection, String path) throws ReachFailed;
}
