package io.rollcall.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What monitoring is told.
 *
 * @param every how often the figures are read from the database; a scrape gets the last ones
 */
@ConfigurationProperties("rollcall.metrics")
record MetricsProperties(@DefaultValue("15s") Duration every) {

    MetricsProperties {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("every must be longer than nothing: " + every);
        }
    }
}
