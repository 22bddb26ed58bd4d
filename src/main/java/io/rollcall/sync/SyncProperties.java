package io.rollcall.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How runs are kept alive.
 *
 * @param heartbeat how often the owner of a run says that it is alive
 * @param lease after how long a silent owner's runs are taken over; at least three heartbeats
 * @param restAfter after how long without work the routes of a connection are stopped until there is some again
 * @param atOnce how many syncs that nobody waits for this process has under way at once; at least one
 */
@ConfigurationProperties("rollcall.runs")
record SyncProperties(
        @DefaultValue("3s") Duration heartbeat,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("1m") Duration restAfter,
        @DefaultValue("20") int atOnce) {

    SyncProperties {
        if (lease.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("lease must be at least three heartbeats: " + lease);
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("rollcall.runs.at-once must be at least 1: " + atOnce);
        }
    }
}
