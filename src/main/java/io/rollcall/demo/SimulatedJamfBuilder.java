package io.rollcall.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How the Jamf Pro server is to be. Everything has a default but the accounts: without one, nobody gets in. */
public final class SimulatedJamfBuilder {

    String host = "127.0.0.1";
    int port;
    long seed = 42;
    int computers = 70;
    int mobiles = 30;
    boolean odd = true;
    List<SimulatedDevice> shared = List.of();
    Instant asOf = SimulatedIru.AS_OF;
    Clock clock = Clock.systemUTC();
    Duration latency = Duration.ZERO;
    Duration tokenLife = Duration.ofMinutes(20);
    Duration staleAfterWrite = Duration.ZERO;
    boolean olderSignIn;
    int computersVersion = 4;
    boolean mobileDetailPages = true;
    boolean lenient = true;
    int largestQuickPage = Integer.MAX_VALUE;
    String version = "11.31.1-t1787060595569";
    int keepRequests = 50_000;
    final List<Account> accounts = new java.util.ArrayList<>();

    record Account(String id, String secret, boolean user, List<JamfPrivilege> privileges) {}

    SimulatedJamfBuilder() {}

    /** The address to listen on; default loopback. */
    public SimulatedJamfBuilder host(String value) {
        host = value;
        return this;
    }

    /** Default 0: any free one. */
    public SimulatedJamfBuilder port(int value) {
        port = value;
        return this;
    }

    /** Default 42. The same seed and numbers give the same fleet. */
    public SimulatedJamfBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Default 70. */
    public SimulatedJamfBuilder computers(int value) {
        computers = value;
        return this;
    }

    /** Default 30. */
    public SimulatedJamfBuilder mobiles(int value) {
        mobiles = value;
        return this;
    }

    /** Whether about one record in fifty lacks what others have; default true. */
    public SimulatedJamfBuilder odd(boolean value) {
        odd = value;
        return this;
    }

    /** Apple devices of another tenant that this one has as well, under their serial numbers. */
    public SimulatedJamfBuilder sharing(List<SimulatedDevice> value) {
        shared = List.copyOf(value);
        return this;
    }

    /** The moment before which all dates of the fleet lie. */
    public SimulatedJamfBuilder asOf(Instant value) {
        asOf = value;
        return this;
    }

    /** For the life of tokens and the dates of changes; default the system's. */
    public SimulatedJamfBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** How long every answer takes; default nothing. */
    public SimulatedJamfBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    /** How long a token lives; default 20 minutes. Seen on real servers: 59 seconds to 4 hours. */
    public SimulatedJamfBuilder tokenLife(Duration value) {
        tokenLife = value;
        return this;
    }

    /** How long after a write readers still see what was before; default not at all. Nodes of a cluster: about a minute. */
    public SimulatedJamfBuilder staleAfterWrite(Duration value) {
        staleAfterWrite = value;
        return this;
    }

    /** Makes an API client with these privileges, or with all where none is named. */
    public SimulatedJamfBuilder client(String id, String secret, JamfPrivilege... privileges) {
        accounts.add(new Account(id, secret, false, List.of(privileges)));
        return this;
    }

    /** Makes a user who may sign in with name and password. */
    public SimulatedJamfBuilder user(String name, String password) {
        accounts.add(new Account(name, password, true, List.of()));
        return this;
    }

    /**
     * An older server.
     *
     * @param newestComputers the newest version of the computers' list it has, 1 to 4
     * @param knowsLenient whether it lets a page with an odd mobile device through (11.29)
     * @param version as it tells it
     */
    public SimulatedJamfBuilder older(int newestComputers, boolean knowsLenient, String version) {
        computersVersion = newestComputers;
        lenient = knowsLenient;
        this.version = version;
        return this;
    }

    /** A server with no pages of mobile devices' details and only the older address of the sign-in. */
    public SimulatedJamfBuilder veryOld() {
        mobileDetailPages = false;
        olderSignIn = true;
        return older(1, false, "10.49.0");
    }

    /** Larger pages are answered by the gateway with a 504; default none. */
    public SimulatedJamfBuilder largestQuickPage(int value) {
        largestQuickPage = value;
        return this;
    }

    /** How many requests the log keeps; default 50,000. 0: counters only. */
    public SimulatedJamfBuilder keepRequests(int value) {
        keepRequests = value;
        return this;
    }

    public SimulatedJamf start() {
        return new SimulatedJamf(this);
    }
}
