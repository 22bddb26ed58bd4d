package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.NewAddress;
import io.rollcall.access.Actor;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.demo.SimulatedJamfBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** {@link PipelineTest} with simulated Jamf Pro servers. */
abstract class JamfPipelineTest extends PipelineTest {

    static final String CLIENT = "3f1c2a77-5b7e-4c55-93d1-62b9f8a0d1c3";
    static final String SECRET = "jamf-client-secret-GxUuvXg1";
    static final Map<String, String> CREDENTIALS = Map.of("clientId", CLIENT, "clientSecret", SECRET);
    static final String COMPUTERS = "/api/*/computers-inventory";

    /** All managed or not become assets, so that a test is not about that unless it says so. */
    static final String EVERYTHING = "{\"create\": {\"managed-only\": false, \"requires\": []}}";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<SimulatedJamf> servers = new ArrayList<>();

    SimulatedJamf jamf(int computers, int mobiles) {
        return jamf(
                SimulatedJamf.builder().computers(computers).mobiles(mobiles).odd(false));
    }

    SimulatedJamf jamf(SimulatedJamfBuilder builder) {
        var wanted = builder.seed(seeds.next()).client(CLIENT, SECRET);
        var server = NewAddress.of(wanted::start, SimulatedJamf::baseUrl);
        servers.add(server);
        return server;
    }

    /** Connects a server and waits for the first sync that enabling starts. */
    String connect(SimulatedJamf server, String policy) {
        return connect(server, policy, CREDENTIALS);
    }

    String connect(SimulatedJamf server, String policy, Map<String, String> credentials) {
        var made = make(server, policy, credentials, true);
        assertThat(made.attention()).isEmpty();
        await(() -> !ledger.newest(Optional.of(made.name()), 1).isEmpty());
        ended(lastRun(made.name()).id());
        return made.name();
    }

    Connection make(SimulatedJamf server, String policy, Map<String, String> credentials, boolean enabled) {
        var name = "j" + NUMBER.incrementAndGet();
        names.add(name);
        try {
            return service.create(
                    new ConnectionSettings(
                            name,
                            "jamf",
                            Optional.of("allwhere-jamf"),
                            Optional.of(server.baseUrl()),
                            Optional.empty(),
                            Optional.empty(),
                            credentials,
                            Optional.of(json.readTree(policy)),
                            Optional.of(enabled)),
                    Actor.ROLLCALL);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(policy, e);
        }
    }

    /** The source's ids of a connection's devices that are assets. */
    List<String> assetsOf(String connection) {
        return column("""
                select d.source_id from device d join connection c on c.id = d.connection_id
                where c.name = ? and d.asset_id is not null
                """, String.class, connection);
    }

    private boolean pushes(SimulatedJamf server) {
        return count(
                        "select count(*) from connection where base_url = ? and policy -> 'push' is not null",
                        server.baseUrl())
                > 0;
    }

    @Override
    List<String> goneElsewhere() {
        return servers.stream()
                .flatMap(server -> server.requests().all().stream())
                .filter(request -> request.status() == 404)
                .map(request -> request.path()
                        .replaceFirst(".*/computers-inventory-detail/", "computer-")
                        .replaceFirst(".*/mobile-devices/(\\d+)/detail", "mobile-$1"))
                .toList();
    }

    /** What a server may be sent besides GET. */
    String writes() {
        return "POST /api/(v1/)?(oauth|auth)/token";
    }

    /** C3, I6: what a server has said that it has taken is not sent to it once more. */
    private static void nothingIsSentTwiceForNothing(SimulatedJamf server) {
        var taken = new HashMap<String, String>();
        for (var request : server.requests().all()) {
            if (request.method().equals("PATCH") && request.status() / 100 == 2) {
                assertThat(taken.put(request.path(), request.body()))
                        .as("what was sent to %s twice in a row", request.path())
                        .isNotEqualTo(request.body());
            }
        }
    }

    @AfterEach
    void checkRequestsAndClose() {
        for (var server : servers) {
            nothingIsSentTwiceForNothing(server);
            for (var request : server.requests().all()) {
                if (request.method().equals("PATCH")) {
                    assertThat(pushes(server)).as("a connection to it pushes").isTrue();
                    assertThat(request.path()).matches("/api/(v1/computers-inventory-detail|v2/mobile-devices)/\\d+");
                } else if (!request.method().equals("GET")) {
                    assertThat(request.method() + " " + request.path()).matches(writes());
                }
                assertThat(request.headers().keySet())
                        .as("headers of %s", request.target())
                        .isSubsetOf(
                                "accept",
                                "accept-encoding",
                                "connection",
                                "content-length",
                                "content-type",
                                "host",
                                "transfer-encoding",
                                "user-agent");
                assertThat(request.target()).doesNotContain(SECRET, "SIMULATED-");
            }
            server.close();
        }
        for (var table : List.of("connection", "run", "run_outcome", "device", "asset", "dead_letter", "audit")) {
            assertThat(count(
                            "select count(*) from " + table + " t where t::text like ? or t::text like '%SIMULATED-%'",
                            "%" + SECRET + "%"))
                    .as("rows of %s with the secret or a token", table)
                    .isZero();
        }
    }
}
