package io.rollcall.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes OTLP over HTTP, as a collector does, and reads of its protobuf what tests look at. */
public final class SpanReceiver implements AutoCloseable {

    /** The numbers of the fields in {@code opentelemetry/proto}. */
    private static final int TRACE_ID = 1;

    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int ATTRIBUTE = 9;
    private static final int INT = 3;

    /** A span as it arrived; a number among its attributes is written out. */
    public record Received(String trace, String id, String parent, String name, Map<String, String> attributes) {}

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    public static SpanReceiver start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var receiver = new SpanReceiver(server);
            server.createContext("/v1/traces", exchange -> {
                receiver.headers.addAll(exchange.getRequestHeaders().getOrDefault("X-Customer", List.of()));
                receiver.read(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    public List<Received> spans() {
        return List.copyOf(spans);
    }

    /** The spans of a run. */
    public List<Received> of(long run) {
        return spans.stream()
                .filter(span -> String.valueOf(run).equals(span.attributes().get("rollcall.run")))
                .toList();
    }

    /** What the header {@code X-Customer} said. */
    public List<String> customers() {
        return List.copyOf(headers);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void read(byte[] request) {
        for (var resource : messages(request, 1)) {
            for (var scope : messages(resource, 2)) {
                messages(scope, 2).forEach(span -> spans.add(span(span)));
            }
        }
    }

    private static Received span(byte[] span) {
        var attributes = new TreeMap<String, String>();
        for (var pair : messages(span, ATTRIBUTE)) {
            var value = fields(messages(pair, 2).get(0)).get(0);
            attributes.put(
                    text(messages(pair, 1).get(0)),
                    value.number() == INT ? String.valueOf(value.varint()) : text(value.bytes()));
        }
        return new Received(
                hex(span, TRACE_ID),
                hex(span, SPAN_ID),
                hex(span, PARENT_ID),
                text(messages(span, NAME).get(0)),
                attributes);
    }

    private static String hex(byte[] message, int field) {
        return messages(message, field).stream()
                .findFirst()
                .map(HexFormat.of()::formatHex)
                .orElse("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<byte[]> messages(byte[] message, int field) {
        return fields(message).stream()
                .filter(found -> found.number() == field)
                .map(Field::bytes)
                .toList();
    }

    /** @param bytes of a field that has a length; of others they are empty */
    private record Field(int number, long varint, byte[] bytes) {}

    private static List<Field> fields(byte[] message) {
        var fields = new ArrayList<Field>();
        var in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            var tag = (int) varint(in);
            var number = tag >> 3;
            switch (tag & 7) {
                case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                case 1 -> in.position(in.position() + Long.BYTES);
                case 5 -> in.position(in.position() + Integer.BYTES);
                case 2 -> {
                    var bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(number, 0, bytes));
                }
                default -> throw new IllegalArgumentException("No protobuf: " + tag);
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (var shift = 0; ; shift += 7) {
            var next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** All that was said in words. */
    public String words() {
        return spans.stream()
                .flatMap(span -> Stream.concat(
                        Stream.of(span.name()),
                        span.attributes().entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue())))
                .reduce("", (all, next) -> all + "\n" + next);
    }
}
