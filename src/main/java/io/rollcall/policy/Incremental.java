package io.rollcall.policy;

import java.time.Duration;

/**
 * That scheduled syncs read only what changed since the one before, where the source can tell.
 *
 * @param fullEvery after how long one reads everything again, at least an hour: what isn't known to have changed, and what
 *     is gone, shows only then
 */
public record Incremental(Duration fullEvery) {

    private static final Duration SHORTEST = Duration.ofHours(1);

    public Incremental {
        Policy.require(fullEvery.compareTo(SHORTEST) >= 0, "full-every must be at least 1h: " + fullEvery);
    }
}
