package io.rollcall.command;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds on device commands.
 *
 * @param perHour most commands a connection takes in any hour, of people and automations together
 * @param approveErase whether a second person has to agree before a device is erased
 * @param patience how long a command may wait to be sent; after that it fails rather than surprise somebody
 * @param sweep how often waiting commands are looked for
 * @param automationsSweep how often it is looked which assets entered an automation's state
 */
@ConfigurationProperties("rollcall.commands")
record CommandProperties(
        @DefaultValue("30") int perHour,
        @DefaultValue("false") boolean approveErase,
        @DefaultValue("15m") Duration patience,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("5s") Duration automationsSweep) {

    CommandProperties {
        if (perHour < 1) {
            throw new IllegalArgumentException("per-hour must be at least 1: " + perHour);
        }
        if (patience.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("patience must be at least 1m: " + patience);
        }
        if (sweep.compareTo(Duration.ofMillis(50)) < 0) {
            throw new IllegalArgumentException("sweep must be at least 50ms: " + sweep);
        }
    }
}
