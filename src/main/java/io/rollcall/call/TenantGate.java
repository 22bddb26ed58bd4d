package io.rollcall.call;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What every request to one tenant passes: how many at once, how many a second and an hour, a pause the tenant asked
 * for, and a breaker that opens when hardly anything is answered any more. Shared by all connections to the tenant.
 */
final class TenantGate {

    /** Waits are cut into slices of this length so that a cancelled run stops waiting soon. */
    private static final long SLICE = Duration.ofMillis(250).toNanos();

    /** A used-up hour is looked at again after at most this: another process may have given some of it back. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Semaphore atOnce;
    private final Easing easing;
    private final Pace pace;
    private final HourlyBudget hour;
    private final CircuitBreaker breaker;
    private final LongSupplier nanos;
    private final AtomicLong pausedTill;
    private final Duration breakerPause;
    private final Duration longestWait;

    /**
     * @param breakerPause how long the breaker stays open
     * @param longestWait after how long at most a used-up hour is looked at again
     */
    TenantGate(
            String tenant,
            int atOnce,
            Pace pace,
            HourlyBudget hour,
            Duration breakerPause,
            Duration longestWait,
            LongSupplier nanos) {
        this.atOnce = new Semaphore(atOnce, true);
        this.easing = new Easing(atOnce);
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
        this.longestWait = longestWait;
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
            return new Permit(this, waitForLimits(origin));
        } catch (SourceBusy | InterruptedException | RuntimeException e) {
            atOnce.release();
            throw e;
        }
    }

    /** Waits for the hour and the second, and returns the moment at which the request may leave. */
    private long waitForLimits(CallOrigin origin) throws SourceBusy, InterruptedException {
        try {
            for (var wait = reserveInHour(); wait > 0; wait = reserveInHour()) {
                sleep(Math.min(wait, longestWait.toNanos()), origin);
            }
            var now = nanos.getAsLong();
            for (var wait = pace.reserve(now); wait > 0; wait = pace.reserve(now)) {
                sleep(wait, origin);
                now = nanos.getAsLong();
            }
            return now;
        } catch (SourceBusy | InterruptedException | RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    /** Without the database nothing is asked of the tenant: the answer could not be stored either. */
    private long reserveInHour() throws SourceBusy {
        try {
            return hour.reserve(nanos.getAsLong());
        } catch (DataAccessException | TransactionException e) {
            throw new SourceBusy(
                    "The database, which keeps count of the requests to this tenant, can't be reached; none is sent.",
                    Optional.empty(),
                    true);
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

    /** For the gate that takes this one's place: what left here counts there. */
    Pace pace() {
        return pace;
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
            gate.pace.notSent();
            gate.atOnce.release();
            gate.breaker.releasePermission();
        }

        void leave() {
            var now = gate.nanos.getAsLong();
            var took = now - since;
            gate.pace.answered(now);
            gate.atOnce.release(gate.easing.places(took));
            if (answered) {
                gate.breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            } else {
                gate.breaker.onError(took, TimeUnit.NANOSECONDS, NOT_ANSWERED);
            }
        }

        private static final Exception NOT_ANSWERED = new Exception("not answered");
    }
}
