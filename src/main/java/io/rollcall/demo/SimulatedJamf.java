package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Jamf Pro server over real HTTP: tokens that run out, privileges, versions side by side, sections, filters, paging that
 * drifts, odd records, changes of asset tag and user, MDM commands, and faults on demand.
 */
public final class SimulatedJamf implements AutoCloseable {

    private final JamfFleet fleet;
    private final Faults faults = new Faults();
    private final JamfTokens tokens;
    private final JamfCommandEndpoints commands;
    private final RequestLog requests;
    private final HttpTransport http;
    private final String baseUrl;
    private volatile Duration latency;

    SimulatedJamf(SimulatedJamfBuilder builder) {
        fleet = new JamfFleet(
                builder.seed,
                builder.computers,
                builder.mobiles,
                builder.odd,
                builder.shared,
                builder.asOf,
                builder.clock);
        tokens = new JamfTokens(builder.clock, builder.tokenLife);
        builder.accounts.forEach(account -> {
            if (account.user()) {
                tokens.addUser(account.id(), account.secret());
            } else {
                tokens.addClient(account.id(), account.secret(), account.privileges());
            }
        });
        requests = new RequestLog(builder.keepRequests, builder.clock);
        latency = builder.latency;
        http = new HttpTransport(new InetSocketAddress(builder.host, builder.port));
        baseUrl = "http://" + (builder.host.equals("0.0.0.0") ? "127.0.0.1" : builder.host) + ":" + http.port();
        commands = new JamfCommandEndpoints(fleet, baseUrl, builder.clock);
        var api = new JamfApi(faults, tokens, fleet, commands, builder);
        http.start(Arrived::new, arrival -> api.answer(arrival.request()).delayed(latency));
    }

    public static SimulatedJamfBuilder builder() {
        return new SimulatedJamfBuilder();
    }

    /** Without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    public JamfFleet fleet() {
        return fleet;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog requests() {
        return requests;
    }

    /** From now on every answer takes this long. */
    public void latency(Duration value) {
        latency = value;
    }

    /** The client has exactly these privileges from now on; none where none is named. */
    public void grant(String client, JamfPrivilege... privileges) {
        tokens.grant(client, List.of(privileges));
    }

    /** Whether devices carry out commands at once; once they do, the pending ones are carried out. */
    public void devicesAnswer(boolean whether) {
        commands.devicesAnswer(whether);
    }

    /** From now on devices answer commands, the pending ones too, with an error. */
    public void devicesFail() {
        commands.devicesFail();
    }

    /** No token given out so far is taken any more. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** How many tokens were given out. */
    public long tokensIssued() {
        return tokens.issued();
    }

    /** What an inventory should hold after a complete sync: computers, then mobile devices, by id. */
    public List<ExpectedDevice> truth() {
        var truth = new ArrayList<ExpectedDevice>();
        fleet.all(Kind.COMPUTER).forEach(record -> truth.add(expected(record, "computer-", "id", "name", "email")));
        fleet.all(Kind.MOBILE_DEVICE)
                .forEach(record ->
                        truth.add(expected(record, "mobile-", "mobileDeviceId", "displayName", "emailAddress")));
        return truth;
    }

    private static ExpectedDevice expected(JsonNode record, String prefix, String id, String name, String email) {
        var version = record.at("/operatingSystem/version");
        return new ExpectedDevice(
                prefix + record.path(id).asText(),
                text(record.at("/hardware/serialNumber")),
                text(record.at("/general/" + name)),
                text(
                        record.path("deviceType").isMissingNode()
                                ? record.at("/general/platform")
                                : record.path("deviceType")),
                text(record.at("/hardware/model")),
                text(record.at("/hardware/modelIdentifier")),
                text(version.isMissingNode() ? record.at("/general/osVersion") : version),
                text(record.at("/userAndLocation/" + email)),
                text(record.at("/general/assetTag")));
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText("");
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
            var kind = request.method() + " " + request.path().replaceAll("/\\d+", "/{id}");
            requests.answered(request, kind, tokens.account(request), status, nanos);
        }

        @Override
        public void left() {
            requests.left();
        }
    }
}
