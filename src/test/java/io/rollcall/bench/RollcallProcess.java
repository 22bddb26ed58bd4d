package io.rollcall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.tools.attach.VirtualMachine;
import io.rollcall.api.ApiClient;
import io.rollcall.api.SignedInClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/** The packaged program as an operator runs it, with its embedded PostgreSQL, and a look at its memory. */
final class RollcallProcess implements AutoCloseable {

    private static final String TOKEN = "bootstrap-token-of-the-benchmark-0123456789";
    private static final String CONNECTION = "bench";
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern DATABASE = Pattern.compile("embedded PostgreSQL runs on 127.0.0.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Path home;
    private final Path console;
    private final Process process;
    private final Instant began = Instant.now();
    private Duration startedAfter = Duration.ZERO;
    private ApiClient api = new ApiClient("");

    private RollcallProcess(Path home, Path console, Process process) {
        this.home = home;
        this.console = console;
        this.process = process;
    }

    /**
     * Starts it in an empty home. Further options of the JVM: system property {@code bench.jvm}.
     *
     * @param heap options for the heap; none: the JVM's default, as the floor has it
     */
    static RollcallProcess start(Path home, String... heap) throws IOException {
        FileSystemUtils.deleteRecursively(home);
        return begin(home, List.of(), heap);
    }

    /** Starts it in an empty home with further settings. */
    static RollcallProcess start(Path home, List<String> settings) throws IOException {
        FileSystemUtils.deleteRecursively(home);
        return begin(home, settings);
    }

    /** Starts it in the home of one before. */
    static RollcallProcess startAgain(Path home, List<String> settings) throws IOException {
        return begin(home, settings);
    }

    private static RollcallProcess begin(Path home, List<String> settings, String... heap) throws IOException {
        Files.createDirectories(home);
        var console = home.resolve("console.log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap));
        Stream.of(System.getProperty("bench.jvm", "").split(" "))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        command.addAll(List.of(
                "-jar",
                System.getProperty("rollcall.jar", "target/rollcall-0.1.0-SNAPSHOT.jar"),
                "--rollcall.home=" + home,
                "--server.port=0",
                "--management.server.port=0",
                "--rollcall.bootstrap-token=" + TOKEN,
                "--rollcall.http.allow-private-addresses=true"));
        command.addAll(settings);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        var started = new RollcallProcess(home, console, process);
        await(() -> started.console().contains("Started RollcallApplication") || !process.isAlive());
        started.startedAfter = started.age();
        if (!process.isAlive()) {
            throw new IllegalStateException("Rollcall did not start:\n" + started.console());
        }
        started.api =
                new ApiClient("http://127.0.0.1:" + started.said(PORT) + "/api/v1", "Authorization", "Bearer " + TOKEN);
        return started;
    }

    /** A finished run. */
    record Run(JsonNode view) {

        Duration took() {
            return Duration.between(
                    Instant.parse(view.path("startedAt").asText()),
                    Instant.parse(view.path("finishedAt").asText()));
        }

        int count(String name) {
            return view.path("counts").path(name).asInt();
        }

        long apiCalls() {
            return view.path("apiCalls").asLong();
        }

        int pages() {
            return view.path("pages").asInt();
        }
    }

    /** Empties the inventory, and writes what is left to write, so that no run pays for another. */
    void empty() {
        sql("truncate asset, device, asset_event, request_lease restart identity cascade");
        api.delete("/connections/" + CONNECTION);
        sql("checkpoint", true);
    }

    /** Connects a tenant; its first sync begins. */
    void connect(String baseUrl, String policy) {
        connect(
                "iru",
                System.getProperty("bench.preset", "unthread-iru"),
                baseUrl,
                "{\"token\": \"%s\"}".formatted(SimulatorProcess.TOKEN),
                policy);
    }

    /** Connects a Jamf Pro server; its first sync begins. */
    void connectJamf(String baseUrl, String policy) {
        var client = "{\"clientId\": \"%s\", \"clientSecret\": \"%s\"}"
                .formatted(SimulatorProcess.CLIENT, SimulatorProcess.TOKEN);
        connect("jamf", "allwhere-jamf", baseUrl, client, policy);
    }

    private void connect(String source, String preset, String baseUrl, String credentials, String policy) {
        api.post("/connections", """
                {"name": "%s", "source": "%s", "preset": "%s", "baseUrl": "%s",
                 "credentials": %s, "policy": %s, "enabled": true}
                """.formatted(CONNECTION, source, preset, baseUrl, credentials, policy))
                .expect(201);
        await(() -> !newest().isMissingNode());
    }

    /** Asks for a sync. */
    void sync() {
        api.post("/connections/" + CONNECTION + "/sync", "{}").expect(202);
    }

    /** The newest run, under way or ended. */
    JsonNode newest() {
        return api.get("/runs?connection=" + CONNECTION).expect(200).json().path(0);
    }

    Run ended() {
        // By the database: so that the wait costs the program nothing and its statements aren't counted.
        await(() -> value("select count(*) from run where state in ('queued', 'running')", "postgres")
                .equals("0"));
        var run = newest();
        if (!run.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException("The run did not succeed: " + run);
        }
        return new Run(run);
    }

    /** How long it took to start. */
    Duration startedAfter() {
        return startedAfter;
    }

    /** How long ago it was begun. */
    Duration age() {
        return Duration.between(began, Instant.now());
    }

    /** How often it said something. */
    long says(String text) {
        return console().lines().filter(line -> line.contains(text)).count();
    }

    /** Syncs a connection and waits for the end. */
    void syncToItsEnd(String connection) {
        var run = api.post("/connections/" + connection + "/sync", "{}")
                .expect(202)
                .number("/runId");
        await(() -> api.get("/runs/" + run).expect(200).at("/state").equals("succeeded"));
    }

    /** Waits until the run under way has seen this many devices. */
    void awaitSeen(int devices) {
        await(() -> newest().path("counts").path("seen").asInt() >= devices
                || !newest().path("finishedAt").isMissingNode()
                        && !newest().path("finishedAt").isNull());
    }

    static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("It did not happen within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
    }

    /** Its embedded database. */
    DataSource database() {
        return database("rollcall");
    }

    private DataSource database(String user) {
        try {
            var dataSource = new PGSimpleDataSource();
            dataSource.setUrl("jdbc:postgresql://127.0.0.1:" + said(DATABASE) + "/rollcall");
            dataSource.setUser(user);
            dataSource.setPassword(
                    Files.readString(home.resolve("data/postgres.password")).strip());
            return dataSource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program's own process, without its database. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Its database's processes. */
    List<ProcessHandle> databaseProcesses() {
        try {
            var pid = Files.readAllLines(home.resolve("data/postgres/postmaster.pid"))
                    .get(0);
            var server = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            return Stream.concat(Stream.of(server), server.descendants()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sql(String statement) {
        sql(statement, false);
    }

    private void sql(String statement, boolean asSuperuser) {
        try (var connection = database(asSuperuser ? "postgres" : "rollcall").getConnection();
                var one = connection.createStatement()) {
            one.execute(statement);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** The first column of the first row. */
    String value(String query) {
        return value(query, "rollcall");
    }

    private String value(String query, String user) {
        try (var connection = database(user).getConnection();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** The statements the server is given while the task runs, without begins and ends of transactions. */
    long statementsDuring(Runnable task) throws IOException {
        sql("alter system set log_line_prefix = '%u '", true);
        sql("alter system set log_statement = 'all'", true);
        sql("select pg_reload_conf()", true);
        var before = statementsLogged();
        task.run();
        var after = statementsLogged();
        sql("alter system reset all", true);
        sql("select pg_reload_conf()", true);
        return after - before;
    }

    private long statementsLogged() throws IOException {
        try (var files = Files.walk(home.resolve("data/postgres/log"))) {
            var logged = 0L;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                try (var lines = Files.lines(file)) {
                    logged += lines.filter(line -> line.matches("rollcall LOG:  (execute|statement).*"))
                            .filter(line -> !line.matches("(?i).*: (begin|commit|rollback|savepoint.*|release.*)$"))
                            .count();
                }
            }
            return logged;
        }
    }

    /** Where it can be reached. */
    String root() {
        return "http://127.0.0.1:" + said(PORT);
    }

    /** A browser with the session of a new administrator. */
    SignedInClient signedIn(String name, String password) {
        var path = api.post("/users", "{\"name\": \"%s\", \"roles\": [\"admin\", \"operator\"]}".formatted(name))
                .expect(201)
                .at("/path");
        var browser = new SignedInClient(root());
        browser.get(path).expect(200);
        browser.submit(path, Map.of("name", name, "password", password, "again", password))
                .expect(302);
        browser.signIn(name, password).expect(302);
        return browser;
    }

    /** A connection that isn't enabled, and its number. */
    String connectionThatIsOff() {
        api.post("/connections", """
                {"name": "%s", "source": "iru", "baseUrl": "https://acme.api.kandji.io",
                 "credentials": {"token": "none"}, "enabled": false}
                """.formatted(CONNECTION)).expect(201);
        return value("select id from connection where name = '" + CONNECTION + "'");
    }

    /** As autovacuum would have done meanwhile. */
    void vacuum() {
        sql("vacuum analyze", true);
        sql("checkpoint", true);
    }

    /** Its memory, by JMX. */
    Memory memory() {
        try {
            var machine = VirtualMachine.attach(String.valueOf(process.pid()));
            var address = machine.startLocalManagementAgent();
            machine.detach();
            var server = JMXConnectorFactory.connect(new JMXServiceURL(address)).getMBeanServerConnection();
            return new Memory(
                    ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class),
                    ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class));
        } catch (IOException | com.sun.tools.attach.AttachNotSupportedException e) {
            throw new IllegalStateException("Its memory can't be looked at", e);
        }
    }

    /** The heap of the running program. */
    record Memory(MemoryMXBean heap, List<MemoryPoolMXBean> pools) {

        void forgetPeak() {
            heap.gc();
            pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        }

        /** What the old generation held at most, in MB: garbage of the young one is left out. */
        long peakAfterCollections() {
            return pools.stream()
                    .filter(pool ->
                            pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                    .mapToLong(pool -> pool.getPeakUsage().getUsed() >> 20)
                    .sum();
        }

        /** What is in use now, garbage included, in MB; never more than {@code -Xmx}. */
        long used() {
            return heap.getHeapMemoryUsage().getUsed() >> 20;
        }

        /** What is reachable now, in MB: used after a full collection. */
        long live() {
            heap.gc();
            return used();
        }
    }

    private String said(Pattern pattern) {
        var matcher = pattern.matcher(console());
        if (!matcher.find()) {
            throw new IllegalStateException("It didn't say " + pattern + ":\n" + console());
        }
        return matcher.group(1);
    }

    private String console() {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, so that its database stops too. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(90, java.util.concurrent.TimeUnit.SECONDS).join();
    }
}
