package io.rollcall.call;

import io.rollcall.connection.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells people why a run stands still: its tenant allows no more requests for a while (F1). */
@Component
public class TenantWaits {

    /** Shorter waits are over before anybody has read of them. */
    private static final Duration SHORTEST = Duration.ofSeconds(3);

    private final TenantGates gates;
    private final Clock clock;

    TenantWaits(TenantGates gates, Clock clock) {
        this.gates = gates;
        this.clock = clock;
    }

    /** Until when no request of this process leaves for the connection's tenant; empty: they leave. */
    public Optional<Instant> until(Connection connection) {
        return Optional.of(gates.waits(connection))
                .filter(wait -> wait.compareTo(SHORTEST) >= 0)
                .map(clock.instant()::plus);
    }
}
