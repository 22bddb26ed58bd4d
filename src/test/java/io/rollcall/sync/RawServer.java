package io.rollcall.sync;

import io.rollcall.demo.SimulatedIru;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Before a tenant: hands requests on, but for one page of the list it writes an answer byte by byte, such as no HTTP server
 * would let one send.
 */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final SimulatedIru tenant;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger broken = new AtomicInteger();
    private volatile @Nullable Answer answer;

    /** Writes an answer; the connection is closed after it. */
    interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    RawServer(SimulatedIru tenant) {
        this.tenant = tenant;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Answers the next request for a list so. */
    void once(Answer what) {
        answer = what;
    }

    /** How many answers were broken. */
    int broken() {
        return broken.get();
    }

    /** This text at once. */
    static Answer text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A header now and then, without end. */
    Answer tricklingHeaders(Duration between) {
        return out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            for (var i = 0; !closed.await(between.toMillis(), TimeUnit.MILLISECONDS); i++) {
                out.write(("X-Header-" + i + ": x\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        };
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                var client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            var first = in.readLine();
            if (first == null) {
                return;
            }
            var authorization = "";
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                authorization = line.startsWith("Authorization: ") ? line.substring(15) : authorization;
            }
            var target = first.split(" ")[1];
            var wrong = target.startsWith("/api/v1/devices?") ? takeAnswer() : null;
            if (wrong != null) {
                broken.incrementAndGet();
                wrong.write(client.getOutputStream());
            } else {
                handOn(target, authorization, client.getOutputStream());
            }
        } catch (IOException e) {
            // The client went away, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Answer takeAnswer() {
        var taken = answer;
        answer = null;
        return taken;
    }

    private void handOn(String target, String authorization, OutputStream out)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(tenant.baseUrl() + target))
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .build();
        var reply = http.send(request, BodyHandlers.ofByteArray());
        out.write(("HTTP/1.1 " + reply.statusCode() + " X\r\nContent-Type: application/json\r\nContent-Length: "
                        + reply.body().length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(reply.body());
        out.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
