package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.Reply.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Something that goes wrong with one answer. Immutable; put into force with {@link Faults#on}. */
public final class Fault {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BiFunction<Request, Function<Request, Reply>, Reply> effect;

    private Fault(BiFunction<Request, Function<Request, Reply>, Reply> effect) {
        this.effect = effect;
    }

    private static Fault instead(Reply reply) {
        return new Fault((request, usual) -> reply);
    }

    private static Fault changing(UnaryOperator<Reply> change) {
        return new Fault((request, usual) -> change.apply(usual.apply(request)));
    }

    Reply apply(Request request, Function<Request, Reply> usual) {
        return effect.apply(request, usual);
    }

    /** Answers with this status and a body such as the vendor, its gateway or its web framework gives with it. */
    public static Fault status(int status) {
        return switch (status) {
            case 401 -> answer(status, "application/json", "{\"detail\":\"Invalid token.\"}");
            case 403 ->
                answer(
                        status,
                        "application/json",
                        "{\"detail\":\"You do not have permission to perform this action.\"}");
            case 404 -> answer(status, "application/json", "{\"detail\":\"Not found.\"}");
            case 429 -> answer(status, "application/json", RateLimit.EXCEEDED);
            case 500 ->
                answer(status, "text/html", "<!doctype html><html><body><h1>Server Error (500)</h1></body></html>");
            case 502, 503, 504 ->
                answer(
                        status,
                        "application/json",
                        "{\"message\":\"The upstream server is unavailable\",\"request_id\":\"b0c6f0a1d2e34f56\"}");
            default -> answer(status, "application/json", "{\"detail\":\"Simulated answer " + status + ".\"}");
        };
    }

    /** Answers with exactly this. */
    public static Fault answer(int status, String contentType, String body) {
        return instead(Reply.of(status, contentType, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Does what was asked, and answers with this all the same. */
    public static Fault doneButAnswers(int status, String contentType, String body) {
        return changing(reply -> Reply.of(status, contentType, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** This fault with one more header, for example {@code Retry-After}; one of the same name is replaced. */
    public Fault header(String name, String value) {
        return new Fault(
                (request, usual) -> effect.apply(request, usual).with(Map.of(name.toLowerCase(Locale.ROOT), value)));
    }

    /** Closes the connection without any answer. */
    public static Fault resetBeforeBody() {
        return changing(reply -> reply.delivered(new Delivery.Dropped()));
    }

    /** Sends the headers and half of the true answer, then closes the connection. */
    public static Fault resetMidBody() {
        return changing(reply -> reply.delivered(new Delivery.CutInHalf()));
    }

    /** A complete HTTP answer whose JSON stops half-way. */
    public static Fault truncatedJson() {
        return changing(reply -> reply.withBody(Arrays.copyOf(reply.body(), reply.body().length / 2)));
    }

    /** A sign-in page with status 200, as proxies and captive portals answer. */
    public static Fault htmlPage() {
        return answer(
                200,
                "text/html",
                "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>");
    }

    /** An error as JSON, but with status 200. */
    public static Fault errorObject() {
        return answer(200, "application/json", "{\"error\":\"Internal error, please try again later.\"}");
    }

    /** Status 200 and no byte of body. */
    public static Fault emptyBody() {
        return changing(reply -> reply.withBody(new byte[0]));
    }

    /** A list without rows, in the list's own shape: {@code []} or an envelope with nothing in it. */
    public static Fault emptyList() {
        return changing(reply -> reply.withBody(emptied(reply.body(), false)));
    }

    /** The true list but for the devices of these ids: they are neither deleted nor changed, only left out. */
    public static Fault without(String... deviceIds) {
        var hidden = Set.of(deviceIds);
        return changing(reply -> reply.withBody(without(reply.body(), hidden)));
    }

    /** {@code null} where the list should be. */
    public static Fault nullList() {
        return changing(reply -> reply.withBody(emptied(reply.body(), true)));
    }

    /** The true answer, one byte at a time. */
    public static Fault slowBody(Duration betweenBytes) {
        return changing(reply -> reply.delivered(new Delivery.Dripping(betweenBytes)));
    }

    /** A list that never ends; it stops when the client goes away. */
    public static Fault endlessBody() {
        return changing(reply -> reply.delivered(new Delivery.Endless()));
    }

    /** The true list with each of its rows twice, one after the other. */
    public static Fault everyRowTwice() {
        return changing(reply -> reply.withBody(doubled(reply.body())));
    }

    /** A small answer that unpacks to a list of as many blanks. */
    public static Fault gzipBomb(long bytes) {
        return instead(Reply.of(200, "application/json", packedBlanks(bytes)).with(Map.of("content-encoding", "gzip")));
    }

    /** Lists in a list in a list, this deep. */
    public static Fault nested(int depth) {
        return answer(200, "application/json", "[".repeat(depth) + "]".repeat(depth));
    }

    /** {@code 302} to another address. */
    public static Fault redirect(String location) {
        return answer(302, "text/html", "").header("location", location);
    }

    /** Whatever page is asked for, the first one comes. */
    public static Fault samePage() {
        return new Fault((request, usual) -> usual.apply(request.firstPage()));
    }

    /** The usual answer, later. */
    public static Fault delay(Duration by) {
        return changing(reply -> reply.delayed(by));
    }

    /** Makes a change just before the usual answer, for example removes a device between two pages. */
    public static Fault meanwhile(Runnable change) {
        return new Fault((request, usual) -> {
            change.run();
            return usual.apply(request);
        });
    }

    /** Makes a change just after the usual answer was found, which is outdated when it arrives. */
    public static Fault overtaken(Runnable change) {
        return new Fault((request, usual) -> {
            var outdated = usual.apply(request);
            change.run();
            return outdated;
        });
    }

    /** Answers this though it did what it was asked to. */
    public static Fault thoughDone(Fault answer) {
        return new Fault((request, usual) -> {
            var done = usual.apply(request);
            return answer.apply(request, again -> done);
        });
    }

    /** Answers a change as if it were done, and doesn't do it. */
    public static Fault notDone() {
        return new Fault((request, usual) -> {
            var unchanged = usual.apply(request.reading());
            return unchanged.status() == 200 ? unchanged : Reply.empty(204);
        });
    }

    private static byte[] doubled(byte[] body) {
        try {
            var doubled = JSON.createArrayNode();
            JSON.readTree(body).forEach(row -> doubled.add(row).add(row));
            return JSON.writeValueAsBytes(doubled);
        } catch (IOException e) {
            throw new UncheckedIOException("The usual answer is no JSON, so it has no rows to repeat", e);
        }
    }

    private static byte[] packedBlanks(long bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write('[');
            var blanks = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
            for (var written = 0L; written < bytes; written += blanks.length) {
                out.write(blanks);
            }
            out.write(']');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] without(byte[] body, Set<String> hidden) {
        try {
            var list = JSON.readTree(body);
            var rows = list.isArray() ? list : list.path("results");
            for (var rest = rows.elements(); rest.hasNext(); ) {
                if (hidden.contains(rest.next().path("device_id").asText())) {
                    rest.remove();
                }
            }
            return JSON.writeValueAsBytes(list);
        } catch (IOException e) {
            throw new UncheckedIOException("The usual answer is no JSON, so it has no list to leave devices out of", e);
        }
    }

    private static byte[] emptied(byte[] body, boolean toNull) {
        try {
            JsonNode list = JSON.readTree(body);
            if (!(list instanceof ObjectNode envelope)) {
                return (toNull ? "null" : "[]").getBytes(StandardCharsets.UTF_8);
            }
            envelope.set("results", toNull ? JSON.nullNode() : JSON.createArrayNode());
            envelope.putNull("next");
            if (envelope.has("count")) {
                envelope.put("count", 0);
            }
            return JSON.writeValueAsBytes(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException("The usual answer is no JSON, so it has no list to empty", e);
        }
    }
}
