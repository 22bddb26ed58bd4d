package io.rollcall.connection;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a connection asks for a token that runs out. Holds secrets: never printed.
 *
 * @param urls where to ask; a later one where an earlier one isn't there
 * @param authorization the value of the {@code Authorization} header; empty: none is sent
 * @param form what is sent as a form; empty: nothing is
 */
public record TokenRequest(List<String> urls, Optional<String> authorization, Map<String, String> form) {

    @Override
    public String toString() {
        return "token request";
    }
}
