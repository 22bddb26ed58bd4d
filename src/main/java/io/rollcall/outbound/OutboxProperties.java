package io.rollcall.outbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes are sent to MDMs.
 *
 * @param attempts how often a change is tried again that an MDM could not take for a passing reason; then it has failed
 * @param delay the wait before it is tried again; doubled each time
 * @param longestDelay the longest wait
 * @param lease after how long a silent process's changes are taken over
 * @param staleFor how long an MDM may go on saying what it said before a change
 */
@ConfigurationProperties("rollcall.outbox")
public record OutboxProperties(
        @DefaultValue("10") int attempts,
        @DefaultValue("30s") Duration delay,
        @DefaultValue("1h") Duration longestDelay,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("10m") Duration staleFor) {

    public OutboxProperties {
        if (attempts < 0 || attempts > 50) {
            throw new IllegalArgumentException("attempts must be between 0 and 50: " + attempts);
        }
    }

    /** The wait after this many tries. */
    Duration wait(int tries) {
        var doubled = delay.multipliedBy(1L << Math.min(20, Math.max(0, tries - 1)));
        return doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
    }
}
