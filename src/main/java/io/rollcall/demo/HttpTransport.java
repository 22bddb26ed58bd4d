package io.rollcall.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.demo.Reply.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Carries requests and answers over the JDK's own HTTP server, and breaks them where an answer says so. */
final class HttpTransport implements AutoCloseable {

    private static final int MAX_REQUEST_BODY = 1 << 20;
    private static final int BACKLOG = 1024;
    private static final int THREADS = 128;

    static {
        // Read once by the server's own class. Without the first a small answer waits some 40 ms for the client's
        // delayed acknowledgement; the others keep it from closing connections that clients hold in their pools.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxIdleConnections", "10000");
        setUnlessSet("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpServer server;
    private final ExecutorService workers;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A request with what has to be told when its answer is ready to leave, and when it has left. */
    interface Arrival {
        Request request();

        /** The answer leaves now; {@code status} is 0 where only the connection closes. */
        void answered(int status);

        void left();
    }

    /** Takes the address; requests wait until {@link #start}. */
    HttpTransport(InetSocketAddress address) {
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The simulated tenant can't listen on " + address + ": choose another port, or 0 for any free one",
                    e);
        }
        workers = Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(task, "simulated-tenant");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
    }

    void start(Function<Request, Arrival> arrivals, Function<Arrival, Reply> api) {
        server.createContext("/", exchange -> handle(exchange, arrivals, api));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange, Function<Request, Arrival> arrivals, Function<Arrival, Reply> api)
            throws IOException {
        var uri = exchange.getRequestURI();
        var request = Request.of(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                Optional.ofNullable(uri.getRawQuery()),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readNBytes(MAX_REQUEST_BODY));
        var arrival = arrivals.apply(request);
        var told = false;
        try (exchange) {
            var reply = answer(arrival, api);
            pause(reply.delay());
            arrival.answered(reply.delivery() instanceof Delivery.Dropped ? 0 : reply.status());
            if (reply.isWhole()) {
                // Before the bytes: a client that sends its next request at once is not two at once.
                told = true;
                arrival.left();
            }
            deliver(exchange, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!told) {
                arrival.left();
            }
        }
    }

    /** A mistake in the simulation, or in a change a test made with a fault, is not to look like a lost connection. */
    private static Reply answer(Arrival arrival, Function<Arrival, Reply> api) {
        try {
            return api.apply(arrival);
        } catch (RuntimeException e) {
            var text =
                    "The simulated tenant itself failed on " + arrival.request().target() + ": " + e;
            return Reply.of(500, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void deliver(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        if (reply.delivery() instanceof Delivery.Dropped) {
            return;
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var body = reply.body();
        if (reply.delivery() instanceof Delivery.Endless) {
            exchange.sendResponseHeaders(reply.status(), 0);
            endless(exchange, body);
        } else if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(reply.status(), -1);
        } else {
            exchange.sendResponseHeaders(reply.status(), body.length);
            var half = reply.delivery() instanceof Delivery.CutInHalf;
            if (reply.delivery() instanceof Delivery.Dripping dripping) {
                drip(exchange, body, dripping.betweenBytes());
            } else {
                exchange.getResponseBody().write(body, 0, half ? body.length / 2 : body.length);
                exchange.getResponseBody().flush();
            }
        }
    }

    private void drip(HttpExchange exchange, byte[] body, Duration betweenBytes)
            throws IOException, InterruptedException {
        for (var octet : body) {
            exchange.getResponseBody().write(octet);
            exchange.getResponseBody().flush();
            pause(betweenBytes);
        }
    }

    /** Opens a list and never closes it: {@code [<body>,<body>,…}. */
    private void endless(HttpExchange exchange, byte[] body) throws IOException {
        var out = exchange.getResponseBody();
        out.write('[');
        while (closed.getCount() > 0) {
            out.write(body);
            out.write(',');
        }
    }

    /** Waits, but not beyond the closing of the server. */
    private void pause(Duration duration) throws InterruptedException {
        if (!duration.isZero() && closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("The simulated tenant was closed");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
