package io.rollcall.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What this process did since it started, by connection: what adds up over processes and restarts, as Prometheus's counters
 * do. Each connection has a fixed number of them, which go when the connection goes.
 */
@Component
public class Counts {

    private static final String CONNECTION = "connection";

    private static final String DEVICES = "rollcall.devices";
    private static final String API_CALLS = "rollcall.api.calls";

    private static final int TOO_MANY = 429;

    private final MeterRegistry registry;

    Counts(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Devices of a run that came to the same, for example {@code created}; 0 makes the counter known. */
    public void devices(String connection, String outcome, int count) {
        registry.counter(DEVICES, CONNECTION, connection, "outcome", outcome).increment(count);
    }

    /**
     * A request that was sent to an MDM.
     *
     * @param status of the answer; 0: there was none
     */
    public void apiCall(String connection, int status) {
        registry.counter(API_CALLS, CONNECTION, connection, "answer", answer(status))
                .increment();
    }

    private static String answer(int status) {
        if (status == TOO_MANY) {
            return "429";
        }
        return status == 0 ? "none" : status / 100 + "xx";
    }

    /** Forgets the connections that are gone. */
    void keepOnly(Set<String> connections) {
        for (var meter : registry.getMeters()) {
            var id = meter.getId();
            var connection = id.getTag(CONNECTION);
            var isCount = id.getName().equals(DEVICES) || id.getName().equals(API_CALLS);
            if (isCount && connection != null && !connections.contains(connection)) {
                registry.remove(id);
            }
        }
    }
}
