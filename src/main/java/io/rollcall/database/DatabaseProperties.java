package io.rollcall.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a start waits for an external database.
 *
 * @param connectTries how often to try before giving up, 1 or more
 * @param connectDelay the pause after the first try; it doubles with each further one
 * @param connectDelayMax the longest pause; with the defaults a start gives up after about half a minute
 * @param connectTimeout how long one try may take
 */
@ConfigurationProperties("rollcall.database")
record DatabaseProperties(
        @DefaultValue("10") int connectTries,
        @DefaultValue("500ms") Duration connectDelay,
        @DefaultValue("4s") Duration connectDelayMax,
        @DefaultValue("10s") Duration connectTimeout) {

    DatabaseProperties {
        if (connectTries < 1) {
            throw new IllegalArgumentException("rollcall.database.connect-tries must be 1 or more");
        }
        if (connectDelay.isNegative() || connectDelayMax.compareTo(connectDelay) < 0) {
            throw new IllegalArgumentException(
                    "rollcall.database.connect-delay must be 0 or more and at most connect-delay-max");
        }
        if (connectTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("rollcall.database.connect-timeout must be 1s or more");
        }
    }

    /** The pause after a failed try; the first try is number 1. */
    Duration delayAfter(int tryNumber) {
        var doubled = connectDelay.multipliedBy(1L << Math.min(tryNumber - 1, 20));
        return doubled.compareTo(connectDelayMax) < 0 ? doubled : connectDelayMax;
    }
}
