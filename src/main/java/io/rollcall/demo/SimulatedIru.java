package io.rollcall.demo;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * An Iru (formerly Kandji) tenant over real HTTP: the vendor's shapes, odd spellings, paging, permissions and limits on a
 * made-up fleet, and faults on demand. Where the vendor's behaviour is not public, the builder has a switch.
 *
 * <pre>{@code
 * try (var sim = SimulatedIru.builder().devices(500).token("all", token).start()) {
 *     sim.faults().on("/api/v1/devices").after(1).answer(Fault.status(503));
 *     …
 *     assertThat(inventory).matches(sim.truth());
 * }
 * }</pre>
 */
public final class SimulatedIru implements AutoCloseable {

    /** When a fleet's dates end, unless told otherwise: fixed, so that a seed gives the same bytes on any day. */
    public static final Instant AS_OF = Instant.parse("2026-01-15T08:00:00Z");

    private final SimulatedFleet fleet;
    private final Faults faults = new Faults();
    private final Tokens tokens = new Tokens();
    private final RequestLog requests;
    private final CommandEndpoints commands;
    private final HttpTransport http;
    private final String baseUrl;
    private volatile Duration latency;

    SimulatedIru(SimulatedIruBuilder builder) {
        var generator = new FleetGenerator(builder.seed, builder.odd, builder.otherPlatforms, builder.asOf);
        var checkIns = builder.drift ? builder.clock : Clock.fixed(builder.asOf, ZoneOffset.UTC);
        fleet = new SimulatedFleet(generator, builder.devices, builder.clock, checkIns);
        requests = new RequestLog(builder.keepRequests, builder.clock);
        latency = builder.latency;
        builder.tokens.forEach(token -> tokens.add(token.name(), token.value(), token.permissions()));
        http = new HttpTransport(new InetSocketAddress(builder.host, builder.port));
        baseUrl = "http://" + (builder.host.equals("0.0.0.0") ? "127.0.0.1" : builder.host) + ":" + http.port();
        var pages = new Pages(baseUrl, builder.linkUrl.orElse(baseUrl));
        commands = new CommandEndpoints(fleet, builder.clock);
        var api = new IruApi(
                faults,
                tokens,
                builder.limits(),
                builder.retryAfter,
                builder.missingPermission,
                new DeviceEndpoints(fleet, pages, builder.staleAfterWrite),
                commands,
                new DirectoryEndpoints(fleet, pages, builder.usersPerPage),
                new AdeEndpoints(fleet, pages, builder.devices));
        http.start(Arrived::new, arrival -> {
            var reply = api.answer(arrival.request());
            requests.served(arrival.request(), reply);
            return reply.delayed(latency);
        });
    }

    public static SimulatedIruBuilder builder() {
        return new SimulatedIruBuilder();
    }

    /** Without a slash at the end, for example {@code http://127.0.0.1:41523}. */
    public String baseUrl() {
        return baseUrl;
    }

    public SimulatedFleet fleet() {
        return fleet;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog requests() {
        return requests;
    }

    /** What an inventory should hold after a complete sync, in the order the devices came. */
    public List<ExpectedDevice> truth() {
        return Arrays.stream(fleet.ordered(""))
                .map(entry -> entry.row().expected())
                .toList();
    }

    /** What a request for one secret of a device is answered with, as JSON; nobody is noted to have asked. */
    public String secret(String deviceId, String name) {
        return new String(commands.secret(deviceId, name).body(), StandardCharsets.UTF_8);
    }

    /** From now on every answer takes this long. */
    public void latency(Duration value) {
        latency = value;
    }

    /** Makes a token with these permissions, or with all where none is named. */
    public void addToken(String name, String value, Permission... permissions) {
        tokens.add(name, value, List.of(permissions));
    }

    /** The token is unknown from now on, as an expired or revoked one is. */
    public void revokeToken(String name) {
        tokens.revoke(name);
    }

    /** The token has exactly these permissions from now on; none at all where none is named. */
    public void grant(String name, Permission... permissions) {
        tokens.grant(name, List.of(permissions));
    }

    /**
     * Whether devices carry out commands at once. While they don't, commands stay pending and a second one is refused; once
     * they do, the pending ones are carried out.
     */
    public void devicesAnswer(boolean whether) {
        commands.devicesAnswer(whether);
    }

    /** From now on devices answer commands, the pending ones too, with an error. */
    public void devicesFail() {
        commands.devicesFail();
    }

    @Override
    public void close() {
        http.close();
    }

    /** Keeps the log of one request. */
    private final class Arrived implements HttpTransport.Arrival {

        private final Request request;
        private final long nanos = System.nanoTime();

        private Arrived(Request request) {
            this.request = request;
            requests.arrived();
        }

        @Override
        public Request request() {
            return request;
        }

        @Override
        public void answered(int status) {
            var kind = Endpoint.of(request.method(), request.path())
                    .map(match -> match.endpoint().kind())
                    .orElse("other");
            requests.answered(request, kind, tokens.of(request).map(Tokens.Token::name), status, nanos);
        }

        @Override
        public void left() {
            requests.left();
        }
    }
}
