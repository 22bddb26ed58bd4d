package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.NewAddress;
import io.rollcall.Seeds;
import io.rollcall.access.Actor;
import io.rollcall.access.Passwords;
import io.rollcall.access.Role;
import io.rollcall.access.User;
import io.rollcall.access.Users;
import io.rollcall.connection.ConnectionService;
import io.rollcall.database.CountedStatements;
import io.rollcall.database.TestDatabase;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * One running Rollcall for all tests of its API, over real HTTP and against simulated tenants. It is shared: each test
 * makes tenants and connections of its own.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            // Spring's tests switch it off otherwise.
            "spring.jmx.enabled=true",
            "rollcall.bootstrap-token=" + ApiTestBase.TOKEN,
            "rollcall.http.allow-private-addresses=true",
            "rollcall.http.connect-timeout=1s",
            "rollcall.http.list-retries.attempts=2",
            "rollcall.http.list-retries.delay=10ms",
            "rollcall.http.detail-retries.attempts=1",
            "rollcall.http.detail-retries.delay=10ms",
            "rollcall.runs.heartbeat=200ms",
            "rollcall.metrics.every=1s",
            "management.prometheus.metrics.export.enabled=true",
            "rollcall.commands.sweep=100ms",
            "rollcall.commands.automations-sweep=100ms",
            "rollcall.data-directory=target/api-tests-${surefire.forkNumber:1}",
            "camel.component.seda.default-poll-timeout=20",
            "rollcall.sign-in.hash-memory=64KB",
            "rollcall.sign-in.hash-iterations=1",
            "rollcall.rate.dear-per-minute=100000",
        })
@Import(CountedStatements.class)
public abstract class ApiTestBase {

    protected static final String TOKEN = "bootstrap-token-of-the-tests-0123456789";

    /** Of every user that a test makes. */
    protected static final String PASSWORD = "words that nobody guesses";

    private static final String FILE_TOKEN = "token-in-the-file";

    /** The tenant of the provisioned connection {@code from-file}. */
    protected static final SimulatedIru PROVISIONED = SimulatedIru.builder()
            .seed(7001)
            .devices(3)
            .odd(false)
            .token("rollcall", FILE_TOKEN)
            .start();

    /** Where people can sign in, too. */
    static final OidcServer PROVIDER = new OidcServer();

    /** Who is told of alerts. */
    static final ToldPeople TOLD = new ToldPeople();

    private static final String SECRET_KEY = Base64.getEncoder().encodeToString(new byte[] {
        4, 8, 15, 16, 23, 42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
        26
    });

    /** What is secret in the settings of the tests: no page shows any of it. */
    protected static final List<String> SECRETS =
            List.of(SECRET_KEY, OidcServer.SECRET, ToldPeople.SECRET, ToldPeople.PATH, TOKEN, FILE_TOKEN);

    private static final AtomicInteger COUNTER = new AtomicInteger();

    @LocalServerPort
    protected int port;

    @LocalManagementPort
    protected int managementPort;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    private Users users;

    @Autowired
    private Passwords passwords;

    @Autowired
    private ConnectionService service;

    private final List<SimulatedIru> tenants = new ArrayList<>();
    /** For simulators that a test starts by itself. */
    protected Seeds seeds;

    private ApiClient api;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestDatabase.fresh().register(registry);
        TOLD.register(registry);
        registry.add("rollcall.secret-key", () -> SECRET_KEY);
        var connect = "rollcall.open-id-connect.";
        registry.add(connect + "issuer", PROVIDER::issuer);
        registry.add(connect + "client-id", () -> OidcServer.CLIENT);
        registry.add(connect + "client-secret", () -> OidcServer.SECRET);
        registry.add(connect + "label", () -> "ACME");
        registry.add(connect + "roles.viewer", () -> "it-viewers");
        registry.add(connect + "roles.operator", () -> "it-operators");
        registry.add(connect + "roles.commander", () -> "it-commanders");
        registry.add(connect + "roles.admin", () -> "it-admins");
        provisioned(registry, "from-file", FILE_TOKEN, true);
        provisioned(registry, "from-file-wrong", "no-such-token", true);
        provisioned(registry, "from-file-off", FILE_TOKEN, false);
    }

    private static void provisioned(DynamicPropertyRegistry registry, String name, String token, boolean enabled) {
        var at = "rollcall.connections." + name + ".";
        registry.add(at + "source", () -> "kandji");
        registry.add(at + "base-url", PROVISIONED::baseUrl);
        registry.add(at + "credentials.token", () -> token);
        registry.add(at + "enabled", () -> enabled);
        registry.add(at + "policy.details.mode", () -> "changed");
    }

    @BeforeEach
    void seed(TestInfo test) {
        seeds = Seeds.of(test);
        // all tests come from one address, and many with a wrong password
        jdbc.sql("delete from sign_in_failure").update();
    }

    /** Connections are kept for whoever looks at them, but not their routes: there would be hundreds of them in the end. */
    @AfterEach
    void stopTenants() {
        jdbc.sql("select name from connection where enabled and not provisioned").query(String.class).list().stream()
                .forEach(name -> service.disable(name, "", Actor.ROLLCALL));
        tenants.forEach(SimulatedIru::close);
    }

    protected ApiClient api() {
        if (api == null) {
            api = anonymous().with("Authorization", "Bearer " + TOKEN);
        }
        return api;
    }

    protected ApiClient anonymous() {
        return new ApiClient("http://127.0.0.1:" + port);
    }

    /** A browser that nobody has signed in with. */
    protected SignedInClient browser() {
        return new SignedInClient("http://127.0.0.1:" + port);
    }

    /** A new user with these roles, who can sign in with {@link #PASSWORD}. */
    protected User user(Role... roles) {
        var user = users.add("u" + COUNTER.incrementAndGet(), List.of(roles), Actor.ROLLCALL);
        passwords.set(user, PASSWORD, Actor.ROLLCALL);
        return users.get(user.id());
    }

    /** A browser with the session of a new user. */
    protected SignedInClient signedIn(Role... roles) {
        return signedIn(user(roles));
    }

    protected SignedInClient signedIn(User user) {
        var browser = browser();
        assertThat(browser.signIn(user.name(), PASSWORD).expect(302).location()).endsWith("/");
        // For the token that its forms have from now on.
        browser.get("/sign-in").expect(200);
        return browser;
    }

    protected ApiClient management() {
        return new ApiClient("http://127.0.0.1:" + managementPort);
    }

    /** A name no other test uses. */
    protected static String name() {
        return "c" + COUNTER.incrementAndGet();
    }

    /** A tenant with devices nobody else has. Its token has these permissions; none named: all. */
    protected SimulatedIru tenant(int devices, Permission... permissions) {
        var wanted = SimulatedIru.builder()
                .seed(seeds.next())
                .devices(devices)
                .odd(false)
                .token("rollcall", "tenant-token", permissions);
        var tenant = NewAddress.of(wanted::start, SimulatedIru::baseUrl);
        tenants.add(tenant);
        return tenant;
    }

    /** Stops it after the test. */
    protected SimulatedIru closing(SimulatedIru tenant) {
        tenants.add(tenant);
        return tenant;
    }

    /** The body that makes a connection, with whatever else is given. */
    protected static String connection(String name, String baseUrl, String more) {
        return "{'name':'%s','source':'iru','baseUrl':'%s','credentials':{'token':'tenant-token'}%s}"
                .formatted(name, baseUrl, more);
    }

    /** Makes an enabled connection and waits for its first sync. */
    protected String synced(SimulatedIru tenant, String more) {
        var name = name();
        var made = api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ",'enabled':true" + more))
                .expect(201);
        assertThat(made.json().path("enabled").asBoolean()).as(made.text()).isTrue();
        finished(firstRun(name));
        return name;
    }

    /** The connection's newest run, once there is one. */
    protected long firstRun(String connection) {
        return await().until(
                        () -> api().get("/api/v1/runs?connection=" + connection).json(), runs -> !runs.isEmpty())
                .get(0)
                .path("id")
                .asLong();
    }

    /** The run, once it has ended. */
    protected Answer finished(long run) {
        return await().until(
                        () -> api().get("/api/v1/runs/" + run).expect(200),
                        answer -> !Set.of("queued", "running").contains(answer.at("/state")));
    }

    protected Answer sync(String connection) {
        return api().post("/api/v1/connections/" + connection + "/sync");
    }

    protected Answer syncToItsEnd(String connection) {
        return finished(sync(connection).expect(202).number("/runId"));
    }
}
