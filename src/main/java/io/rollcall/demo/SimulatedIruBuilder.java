package io.rollcall.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the tenant is to be. Everything has a default but the tokens: without one, nobody gets in. */
public final class SimulatedIruBuilder {

    record NamedToken(String name, String value, List<Permission> permissions) {}

    final List<NamedToken> tokens = new ArrayList<>();
    String host = "127.0.0.1";
    int port;
    long seed = 42;
    int devices = 100;
    boolean odd = true;
    boolean otherPlatforms = true;
    Instant asOf = SimulatedIru.AS_OF;
    Clock clock = Clock.systemUTC();
    Duration latency = Duration.ZERO;
    private int perSecond;
    private int perHour;
    boolean retryAfter = true;
    int missingPermission = 403;
    int usersPerPage = 25;
    Optional<String> linkUrl = Optional.empty();
    Duration staleAfterWrite = Duration.ZERO;
    boolean drift;
    int keepRequests = 50_000;

    SimulatedIruBuilder() {}

    /** The address to listen on; default loopback. */
    public SimulatedIruBuilder host(String value) {
        host = value;
        return this;
    }

    /** Default 0: any free one. */
    public SimulatedIruBuilder port(int value) {
        port = value;
        return this;
    }

    /** Default 42. The same seed and number give the same fleet, byte for byte. */
    public SimulatedIruBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** From 0 to 1,000,000; default 100. */
    public SimulatedIruBuilder devices(int value) {
        if (value < 0 || value > 1_000_000) {
            throw new IllegalArgumentException("A simulated fleet has 0 to 1,000,000 devices, not " + value);
        }
        devices = value;
        return this;
    }

    /**
     * Whether about one device in a hundred has no serial number, a placeholder or another's, an unknown model or is a
     * virtual machine; default true.
     */
    public SimulatedIruBuilder odd(boolean value) {
        odd = value;
        return this;
    }

    /** Whether the tenant has Windows and Android switched on, which adds keys to every row; default true. */
    public SimulatedIruBuilder otherPlatforms(boolean value) {
        otherPlatforms = value;
        return this;
    }

    /** The moment before which all dates of the fleet lie; default {@link SimulatedIru#AS_OF}. */
    public SimulatedIruBuilder asOf(Instant value) {
        asOf = value;
        return this;
    }

    /** For limits, stale reads, drift and the log; default the system's. */
    public SimulatedIruBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** Makes a token with these permissions, or with all where none is named. */
    public SimulatedIruBuilder token(String name, String value, Permission... permissions) {
        tokens.add(new NamedToken(name, value, List.of(permissions)));
        return this;
    }

    /** How long every answer takes; default nothing. Real ones took 0.6 to 1.8 s. */
    public SimulatedIruBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    /**
     * Limits over all tokens; default none. The vendor's are 50 and 10,000.
     *
     * @param second in a calendar second, 1 or more
     * @param hour in any rolling hour, 1 or more
     */
    public SimulatedIruBuilder limits(int second, int hour) {
        if (second < 1 || hour < 1) {
            throw new IllegalArgumentException("Limits are 1 or more; leave them unset for none");
        }
        perSecond = second;
        perHour = hour;
        return this;
    }

    /** Whether a refusal by a limit has {@code Retry-After}, as Kong sends it; default true. */
    public SimulatedIruBuilder retryAfter(boolean value) {
        retryAfter = value;
        return this;
    }

    /** The status where a token lacks a permission: 403 (default) or 401; the vendor's documents say both. */
    public SimulatedIruBuilder missingPermission(int status) {
        if (status != 403 && status != 401) {
            throw new IllegalArgumentException("A missing permission answers 403 or 401, not " + status);
        }
        missingPermission = status;
        return this;
    }

    /** Default 25, as seen on a real tenant; the documents say up to 300. */
    public SimulatedIruBuilder usersPerPage(int value) {
        usersPerPage = value;
        return this;
    }

    /**
     * What {@code next} and {@code previous} begin with, for example {@code https://acme.kandji.io}: real ones name the
     * web application's host and not the API's. Default the tenant's own address.
     */
    public SimulatedIruBuilder linkUrl(String value) {
        linkUrl = Optional.of(value);
        return this;
    }

    /** How long readers see the old device after a PATCH; default not at all. */
    public SimulatedIruBuilder staleAfterWrite(Duration value) {
        staleAfterWrite = value;
        return this;
    }

    /** Whether devices check in every 15 minutes as the clock goes on; default false: nothing changes by itself. */
    public SimulatedIruBuilder drift(boolean value) {
        drift = value;
        return this;
    }

    /** How many requests the log keeps; default 50,000. 0: counters only. */
    public SimulatedIruBuilder keepRequests(int value) {
        keepRequests = value;
        return this;
    }

    public SimulatedIru start() {
        return new SimulatedIru(this);
    }

    Optional<RateLimit> limits() {
        return perSecond == 0 ? Optional.empty() : Optional.of(new RateLimit(perSecond, perHour, clock));
    }
}
