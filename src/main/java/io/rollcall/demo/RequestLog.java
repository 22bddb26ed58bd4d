package io.rollcall.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What arrived. A request is in the log before the last byte of its answer leaves, so a client that has its answer finds
 * it here. Only the newest entries are kept; the counters count all. Thread safe.
 */
public final class RequestLog {

    private static final PathPattern DEVICES = PathPattern.of("GET /api/v1/devices");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_LISTS = 10_000;

    private final Deque<Served> served = new ArrayDeque<>();
    private final Map<String, String> knownIds = new ConcurrentHashMap<>();
    private final int keep;
    private final Clock clock;
    private final Deque<LoggedRequest> entries = new ArrayDeque<>();
    private final Map<String, LongAdder> byKind = new ConcurrentHashMap<>();
    private final LongAdder total = new LongAdder();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger maxAtOnce = new AtomicInteger();

    RequestLog(int keep, Clock clock) {
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * The devices of a list that was answered whole.
     *
     * @param at when the answer was made, by the simulation's clock
     * @param deviceIds in the order of the list, repetitions included
     */
    public record Served(Instant at, List<String> deviceIds) {}

    /** The newest lists of devices that were answered whole; {@link #clear()} doesn't forget them. */
    public List<Served> served() {
        synchronized (served) {
            return List.copyOf(served);
        }
    }

    void served(Request request, Reply reply) {
        if (keep > 0 && reply.status() == 200 && reply.isWhole() && DEVICES.matches(request.method(), request.path())) {
            var list = new Served(clock.instant(), ids(reply.body()));
            synchronized (served) {
                served.add(list);
                if (served.size() > MOST_LISTS) {
                    served.removeFirst();
                }
            }
        }
    }

    private List<String> ids(byte[] body) {
        var ids = new ArrayList<String>();
        try {
            var list = JSON.readTree(body);
            if (list != null && list.isArray()) {
                list.forEach(row -> ids.add(known(row.path("device_id").asText())));
            }
        } catch (IOException e) {
            // No list at all, as a fault wanted it.
        }
        return ids;
    }

    /** One and the same text for a device in all lists: they are many. */
    private String known(String id) {
        return knownIds.computeIfAbsent(id, Function.identity());
    }

    /** The newest requests in the order they were answered. */
    public List<LoggedRequest> all() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /** Those of {@link #all()} that are meant by the pattern of {@link Faults#on}. */
    public List<LoggedRequest> matching(String pattern) {
        var compiled = PathPattern.of(pattern);
        return all().stream()
                .filter(request -> compiled.matches(request.method(), request.path()))
                .toList();
    }

    /** Requests by kind, for example {@code GET /api/v1/devices/{id}/details}, since the start or {@link #clear()}. */
    public Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        byKind.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    /** All requests since the start or {@link #clear()}. */
    public long total() {
        return total.sum();
    }

    /** The most requests that were under way at the same moment. */
    public int maxAtOnce() {
        return maxAtOnce.get();
    }

    /** The most requests of {@link #all()} that arrived within any window of this length. */
    public int mostWithin(Duration window) {
        var arrivals = all().stream().mapToLong(LoggedRequest::nanos).toArray();
        Arrays.sort(arrivals);
        var most = 0;
        for (int last = 0, first = 0; last < arrivals.length; last++) {
            while (arrivals[last] - arrivals[first] >= window.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** Forgets everything. */
    public void clear() {
        synchronized (entries) {
            entries.clear();
        }
        byKind.clear();
        total.reset();
        maxAtOnce.set(atOnce.get());
    }

    void arrived() {
        maxAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    }

    void left() {
        atOnce.decrementAndGet();
    }

    void answered(Request request, String kind, Optional<String> token, int status, long arrivedNanos) {
        total.increment();
        byKind.computeIfAbsent(kind, unused -> new LongAdder()).increment();
        if (keep == 0) {
            return;
        }
        var at = clock.instant().minusNanos(System.nanoTime() - arrivedNanos);
        var entry = new LoggedRequest(
                request.method(),
                request.target(),
                at,
                arrivedNanos,
                status,
                request.header("Authorization").isPresent(),
                token,
                headers(request),
                new String(request.body(), StandardCharsets.UTF_8));
        synchronized (entries) {
            entries.add(entry);
            if (entries.size() > keep) {
                entries.removeFirst();
            }
        }
    }

    private static Map<String, String> headers(Request request) {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        headers.remove("authorization");
        return Map.copyOf(headers);
    }
}
