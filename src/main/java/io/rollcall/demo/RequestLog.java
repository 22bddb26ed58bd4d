package io.rollcall.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
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

/**
 * What arrived. A request is in the log before the last byte of its answer leaves, so a client that has its answer finds
 * it here. Only the newest entries are kept; the counters count all. Thread safe.
 */
public final class RequestLog {

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
