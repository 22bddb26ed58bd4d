package io.rollcall.call;

import java.net.URI;
import java.util.Map;

/**
 * JSON that is sent to an address that is no MDM's.
 *
 * @param target where to; it may be a secret itself
 * @param body the JSON
 * @param headers besides the content's type
 */
public record Posting(URI target, byte[] body, Map<String, String> headers) {

    public Posting {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "posting";
    }
}
