package io.rollcall.call;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What every request to one tenant passes: how many at once, how many a second and an hour, a pause the tenant asked
 * for, and a breaker that opens when hardly anything is answered any more. Shared by all connections to the tenant.
 */
final class TenantGate {

    /** Waits are cut into slices of this length so that a cancelled run stops waiting soon. */
    private static final long SLICE = Duration.ofMillis(250).toNanos();

    /** A used-up hour is looked at again after at most this: another process may have given some of it back. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(10).toNanos();

    private final Semaphore atOnce;
    private final Pace pace;
    private final HourlyBudget hour;
    private final CircuitBreaker breaker;
    private final LongSupplier nanos;
    private final AtomicLong pausedTill;
    private final Duration breakerPause;

    /** @param breakerPause how long the breaker stays open */
    TenantGate(String tenant, int atOnce, Pace pace, HourlyBudget hour, Duration breakerPause, LongSupplier nanos) {
        this.atOnce = new Semaphore(atOnce, true);
        this.pace = pace;
        this.hour = hour;
        this.breaker = CircuitBreaker.of(
                tenant,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(50)
                        .minimumNumberOfCalls(20)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(breakerPause)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
        this.breakerPause = breakerPause;
        this.nanos = nanos;
        this.pausedTill = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Waits until a request may leave.
     *
     * @throws SourceBusy if the breaker is open, or nobody wants the answer any more
     */
    Permit enter(CallOrigin origin) throws SourceBusy, InterruptedException {
        while (!atOnce.tryAcquire(SLICE, TimeUnit.NANOSECONDS)) {
            requireWanted(origin);
        }
        try {
            sleep(pausedTill.get() - nanos.getAsLong(), origin);
            if (!breaker.tryAcquirePermission()) {
                throw new SourceBusy(
                        "Hardly any request was answered lately; none is sent for a while.",
                        Optional.of(breakerPause),
                        true);
            }
            waitForLimits(origin);
            return new Permit(this, nanos.getAsLong());
        } catch (SourceBusy | InterruptedException | RuntimeException e) {
            atOnce.release();
            throw e;
        }
    }

    private void waitForLimits(CallOrigin origin) throws SourceBusy, InterruptedException {
        try {
            for (var wait = hour.reserve(nanos.getAsLong()); wait > 0; wait = hour.reserve(nanos.getAsLong())) {
                sleep(Math.min(wait, LONGEST_WAIT), origin);
            }
            for (var wait = pace.reserve(nanos.getAsLong()); wait > 0; wait = pace.reserve(nanos.getAsLong())) {
                sleep(wait, origin);
            }
        } catch (SourceBusy | InterruptedException | RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    private void sleep(long span, CallOrigin origin) throws SourceBusy, InterruptedException {
        var till = nanos.getAsLong() + span;
        for (var left = span; left > 0; left = till - nanos.getAsLong()) {
            requireWanted(origin);
            TimeUnit.NANOSECONDS.sleep(Math.min(left, SLICE));
        }
    }

    private static void requireWanted(CallOrigin origin) throws SourceBusy {
        if (!origin.isWanted()) {
            throw new SourceBusy(
                    "Nobody waits for this answer any more: its run was ended, or its turn within the tenant's limits "
                            + "did not come in time.",
                    Optional.empty(),
                    true);
        }
    }

    /** No request leaves for this long: the tenant asked for it. */
    void pause(Duration span) {
        pausedTill.accumulateAndGet(nanos.getAsLong() + span.toNanos(), (a, b) -> a - b >= 0 ? a : b);
    }

    /** A request's right to leave, given back when its answer was read or it failed. */
    static final class Permit {

        private final TenantGate gate;
        private final long since;
        private boolean answered;

        private Permit(TenantGate gate, long since) {
            this.gate = gate;
            this.since = since;
        }

        /** The tenant is alive, whatever it said. */
        void answered() {
            answered = true;
        }

        void pause(Duration span) {
            gate.pause(span);
        }

        /** The request isn't sent after all. */
        void giveBack() {
            gate.atOnce.release();
            gate.breaker.releasePermission();
        }

        void leave() {
            gate.atOnce.release();
            var took = gate.nanos.getAsLong() - since;
            if (answered) {
                gate.breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            } else {
                gate.breaker.onError(took, TimeUnit.NANOSECONDS, NOT_ANSWERED);
            }
        }

        private static final Exception NOT_ANSWERED = new Exception("not answered");
    }
}
