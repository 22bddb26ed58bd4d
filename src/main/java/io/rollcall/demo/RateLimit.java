package io.rollcall.demo;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gateway's two limits over all tokens of a tenant: so many in a calendar second (as Kong counts) and so many in any
 * rolling hour, kept in one bucket a second. A refused request isn't counted.
 */
final class RateLimit {

    /** Kong's default body; what the vendor really sends is not documented. */
    static final String EXCEEDED = "{\"message\":\"API rate limit exceeded\"}";

    private static final int HOUR = 3600;

    private final int perSecond;
    private final int perHour;
    private final Clock clock;
    private final int[] buckets = new int[HOUR];
    private long newest;
    private int inHour;

    RateLimit(int perSecond, int perHour, Clock clock) {
        this.perSecond = perSecond;
        this.perHour = perHour;
        this.clock = clock;
        this.newest = clock.instant().getEpochSecond();
    }

    /**
     * What the gateway decided on one request.
     *
     * @param resetSeconds until a refused request could pass, at least 1
     */
    record Verdict(boolean allowed, Map<String, String> headers, long resetSeconds) {}

    synchronized Verdict take() {
        forget(clock.instant().getEpochSecond());
        var bucket = (int) (newest % HOUR);
        var allowed = buckets[bucket] < perSecond && inHour < perHour;
        if (allowed) {
            buckets[bucket]++;
            inHour++;
        }
        var reset = inHour >= perHour && !allowed ? untilHourFrees() : 1;
        return new Verdict(allowed, headers(perSecond - buckets[bucket], perHour - inHour, reset), reset);
    }

    private void forget(long now) {
        for (long steps = Math.min(now - newest, HOUR), second = now - steps + 1; second <= now; second++) {
            var bucket = (int) (second % HOUR);
            inHour -= buckets[bucket];
            buckets[bucket] = 0;
        }
        newest = Math.max(newest, now);
    }

    private long untilHourFrees() {
        for (var back = HOUR - 1; back > 0; back--) {
            if (buckets[(int) ((newest - back) % HOUR)] > 0) {
                return HOUR - back;
            }
        }
        return HOUR;
    }

    private Map<String, String> headers(int leftInSecond, int leftInHour, long reset) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ratelimit-limit", String.valueOf(perSecond));
        headers.put("ratelimit-remaining", String.valueOf(Math.min(leftInSecond, leftInHour)));
        headers.put("ratelimit-reset", String.valueOf(reset));
        headers.put("x-ratelimit-limit-hour", String.valueOf(perHour));
        headers.put("x-ratelimit-remaining-hour", String.valueOf(leftInHour));
        headers.put("x-ratelimit-limit-second", String.valueOf(perSecond));
        headers.put("x-ratelimit-remaining-second", String.valueOf(leftInSecond));
        return headers;
    }
}
