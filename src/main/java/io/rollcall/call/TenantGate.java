package io.rollcall.call;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.connection.Connection.RequestLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    /** After this somebody may wonder what a request waits for. */
    private static final Duration TOLD_AFTER = Duration.ofSeconds(5);

    /** Many wait for the same: one of them tells, and not all the time. */
    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TenantGate.class);

    private final String tenant;
    private final int most;
    private final Semaphore atOnce;
    private final Easing easing;
    private final Pace pace;
    private final HourlyBudget hour;
    private final CircuitBreaker breaker;
    private final LongSupplier nanos;
    private final AtomicLong pausedTill;
    private final AtomicLong hourUsedTill;
    private final AtomicLong toldAt;
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
        this(
                tenant,
                atOnce,
                pace,
                hour,
                breaker(tenant, breakerPause),
                breakerPause,
                longestWait,
                nanos,
                new AtomicLong(nanos.getAsLong()));
    }

    private TenantGate(
            String tenant,
            int atOnce,
            Pace pace,
            HourlyBudget hour,
            CircuitBreaker breaker,
            Duration breakerPause,
            Duration longestWait,
            LongSupplier nanos,
            AtomicLong pausedTill) {
        this.tenant = tenant;
        this.most = atOnce;
        this.atOnce = new Semaphore(atOnce, true);
        this.easing = new Easing(atOnce);
        this.pace = pace;
        this.hour = hour;
        this.breaker = breaker;
        this.breakerPause = breakerPause;
        this.longestWait = longestWait;
        this.nanos = nanos;
        this.pausedTill = pausedTill;
        this.hourUsedTill = new AtomicLong(nanos.getAsLong());
        this.toldAt = new AtomicLong(nanos.getAsLong() - TOLD_EVERY.toNanos());
    }

    private static CircuitBreaker breaker(String tenant, Duration pause) {
        return CircuitBreaker.of(
                tenant,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(50)
                        .minimumNumberOfCalls(20)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
    }

    /**
     * The gate that takes this one's place when limits change: what left here counts there, what was taken of the hour and
     * not used can be used there, and a pause that the tenant asked for goes on.
     */
    TenantGate with(RequestLimits limits) {
        pace.limit(limits.perSecond());
        hour.limit(limits.perHour());
        return new TenantGate(
                tenant, limits.atOnce(), pace, hour, breaker, breakerPause, longestWait, nanos, pausedTill);
    }

    /** Nobody comes here any more. */
    void close() {
        hour.giveBack();
    }

    /**
     * Waits until a request may leave.
     *
     * @throws SourceBusy if the breaker is open, or nobody wants the answer any more
     */
    Permit enter(CallOrigin origin) throws SourceBusy, InterruptedException {
        var wait = new Wait(origin);
        while (!atOnce.tryAcquire(SLICE, TimeUnit.NANOSECONDS)) {
            wait.goesOn("the " + most + " requests that may be under way at once are under way", Optional.empty());
        }
        try {
            for (var left = pauseLeft(); left > 0; left = pauseLeft()) {
                wait.through(left, left, "the tenant asked for a pause");
            }
            if (!breaker.tryAcquirePermission()) {
                throw new SourceBusy(
                        "Hardly any request was answered lately; none is sent for a while.",
                        Optional.of(breakerPause),
                        true);
            }
            return new Permit(this, waitForLimits(wait));
        } catch (SourceBusy | InterruptedException | RuntimeException e) {
            atOnce.release();
            throw e;
        }
    }

    private long pauseLeft() {
        return pausedTill.get() - nanos.getAsLong();
    }

    /** Waits for the hour and the second, and returns the moment at which the request may leave. */
    private long waitForLimits(Wait wait) throws SourceBusy, InterruptedException {
        try {
            for (var left = reserveInHour(); left > 0; left = reserveInHour()) {
                hourUsedTill.set(nanos.getAsLong() + left);
                wait.through(
                        Math.min(left, longestWait.toNanos()),
                        left,
                        "the tenant's limit of " + hour.limit() + " requests an hour is used up");
            }
            var now = nanos.getAsLong();
            hourUsedTill.set(now);
            for (var left = pace.reserve(now); left > 0; left = pace.reserve(now)) {
                wait.through(left, left, "its limit of " + pace.limit() + " requests a second is used up by others");
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

    /** What one request waits for, until it leaves or nobody wants its answer any more. */
    private final class Wait {

        private final CallOrigin origin;
        private final long since = nanos.getAsLong();

        Wait(CallOrigin origin) {
            this.origin = origin;
        }

        /**
         * Waits.
         *
         * @param span for how long, in nanoseconds; then it is looked at again
         * @param expected after how many nanoseconds what it waits for is likely to be over
         */
        void through(long span, long expected, String why) throws SourceBusy, InterruptedException {
            if (!origin.isWantedAfter(Duration.ofNanos(expected))) {
                throw unwanted(why, Optional.of(Duration.ofNanos(expected)));
            }
            var till = nanos.getAsLong() + span;
            for (var left = span; left > 0; left = till - nanos.getAsLong()) {
                goesOn(why, Optional.of(Duration.ofNanos(expected)));
                TimeUnit.NANOSECONDS.sleep(Math.min(left, SLICE));
            }
        }

        void goesOn(String why, Optional<Duration> expected) throws SourceBusy {
            if (!origin.isWanted()) {
                throw unwanted(why, expected);
            }
            var now = nanos.getAsLong();
            var told = toldAt.get();
            if (now - since > TOLD_AFTER.toNanos()
                    && now - told >= TOLD_EVERY.toNanos()
                    && toldAt.compareAndSet(told, now)) {
                LOG.info(
                        "{}: requests wait, for {}{}",
                        tenant,
                        why,
                        expected.map(TenantGate::until).orElse(""));
            }
        }
    }

    private static SourceBusy unwanted(String why, Optional<Duration> expected) {
        return new SourceBusy(
                "No request could leave in time, for " + why
                        + expected.map(TenantGate::until).orElse("") + ".",
                Optional.empty(),
                true);
    }

    /** In words for people. */
    private static String until(Duration wait) {
        var seconds = wait.plusMillis(999).toSeconds();
        return "; that takes another " + (seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " minutes");
    }

    /** For how long no request leaves, because the tenant asked for a pause or the hour is used up; zero: they leave. */
    Duration waits() {
        var till = Math.max(pausedTill.get() - nanos.getAsLong(), hourUsedTill.get() - nanos.getAsLong());
        return Duration.ofNanos(Math.max(0, till));
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
