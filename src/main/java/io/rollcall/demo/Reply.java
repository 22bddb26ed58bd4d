package io.rollcall.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer and the way it is to be delivered.
 *
 * @param status the HTTP status
 * @param headers by name, {@code content-type} among them
 * @param delay kept back for this long before the first byte
 */
record Reply(int status, Map<String, String> headers, byte[] body, Delivery delivery, Duration delay) {

    private static final String JSON = "application/json";

    /** How the bytes leave. */
    sealed interface Delivery {

        /** As any server does. */
        record Whole() implements Delivery {}

        /** The connection closes before the status line. */
        record Dropped() implements Delivery {}

        /** All headers, with the true length, then half of the body, then the connection closes. */
        record CutInHalf() implements Delivery {}

        /** A byte at a time. */
        record Dripping(Duration betweenBytes) implements Delivery {}

        /** The body is repeated until the client goes away. */
        record Endless() implements Delivery {}
    }

    static Reply json(byte[] body) {
        return of(200, JSON, body);
    }

    static Reply json(int status, String body) {
        return of(status, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("content-type", contentType), body, new Delivery.Whole(), Duration.ZERO);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0], new Delivery.Whole(), Duration.ZERO);
    }

    static Reply notFound() {
        return json(404, "{\"detail\":\"Not found.\"}");
    }

    Reply with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body, delivery, delay);
    }

    Reply delivered(Delivery how) {
        return new Reply(status, headers, body, how, delay);
    }

    Reply delayed(Duration by) {
        return new Reply(status, headers, body, delivery, delay.plus(by));
    }

    Reply withBody(byte[] other) {
        return new Reply(status, headers, other, delivery, delay);
    }

    boolean isWhole() {
        return delivery instanceof Delivery.Whole;
    }
}
