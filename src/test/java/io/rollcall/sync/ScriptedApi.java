package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/** An API over HTTP that answers as a test says, and keeps a log of what it was asked. */
final class ScriptedApi implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Queue<Exception> exceptions = new ArrayDeque<>();

    private record Exception(Predicate<Call> when, Reply reply) {}

    /**
     * A request.
     *
     * @param query decoded
     * @param status what it was answered with
     */
    record Call(
            String method, String path, Map<String, String> query, String authorization, String content, int status) {

        String parameter(String name) {
            return query.getOrDefault(name, "");
        }

        private Call answered(int with) {
            return new Call(method, path, query, authorization, content, with);
        }
    }

    /** An answer. */
    record Reply(int status, Optional<JsonNode> content, Map<String, String> headers) {

        static Reply of(JsonNode content) {
            return new Reply(200, Optional.of(content), Map.of());
        }

        static Reply status(int status, String... headers) {
            var all = new HashMap<String, String>();
            for (var i = 0; i < headers.length; i += 2) {
                all.put(headers[i], headers[i + 1]);
            }
            return new Reply(status, Optional.empty(), all);
        }
    }

    ScriptedApi(Function<Call, Reply> api) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, api));
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(String method, String path) {
        return calls.stream()
                .filter(call -> call.method().equals(method) && call.path().equals(path))
                .toList();
    }

    void forgetCalls() {
        calls.clear();
    }

    /** Answers the next request that is such a one in another way. */
    void once(Predicate<Call> when, Reply reply) {
        synchronized (exceptions) {
            exceptions.add(new Exception(when, reply));
        }
    }

    private void answer(HttpExchange exchange, Function<Call, Reply> api) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var call = new Call(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    decoded(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                            .orElse(""),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    0);
            var reply = exception(call).orElseGet(() -> api.apply(call));
            calls.add(call.answered(reply.status()));
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            var bytes = reply.content()
                    .map(content -> content.toString().getBytes(StandardCharsets.UTF_8))
                    .orElse(new byte[0]);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Optional<Reply> exception(Call call) {
        synchronized (exceptions) {
            if (exceptions.isEmpty() || !exceptions.peek().when().test(call)) {
                return Optional.empty();
            }
            return Optional.of(exceptions.remove().reply());
        }
    }

    /** The fields of a form or a query. */
    static Map<String, String> decoded(String query) {
        var fields = new HashMap<String, String>();
        for (var part : query.split("&")) {
            var pair = part.split("=", 2);
            if (pair.length == 2) {
                fields.put(decode(pair[0]), decode(pair[1]));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
