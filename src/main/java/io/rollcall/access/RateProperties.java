package io.rollcall.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often somebody may ask.
 *
 * @param dearPerMinute how many syncs, previews, tests and exports together, at least 1
 */
@ConfigurationProperties("rollcall.rate")
record RateProperties(@DefaultValue("60") int dearPerMinute) {

    RateProperties {
        if (dearPerMinute < 1) {
            throw new IllegalArgumentException("dear-per-minute must be at least 1: " + dearPerMinute);
        }
    }
}
