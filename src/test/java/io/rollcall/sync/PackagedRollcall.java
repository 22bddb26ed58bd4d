package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.api.ApiClient;
import io.rollcall.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The packaged program in a JVM of its own, as an operator runs it. What it says goes into a file. */
final class PackagedRollcall implements AutoCloseable {

    private static final String TOKEN = "bootstrap-token-of-the-tests-0123456789";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern DATABASE = Pattern.compile("embedded PostgreSQL runs on 127.0.0.1:(\\d+)");

    private final Process process;
    private final Path console;

    private PackagedRollcall(Process process, Path console) {
        this.process = process;
        this.console = console;
    }

    /** Starts it with its embedded database in the home folder. */
    static PackagedRollcall launch(Path home) {
        return launch(home, List.of());
    }

    /** Starts it on a database that is there, with further settings as on the command line. */
    static PackagedRollcall launch(Path home, TestDatabase database, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        return launch(home, all);
    }

    private static PackagedRollcall launch(Path home, List<String> settings) {
        var jar = System.getProperty("rollcall.jar", "target/rollcall-0.1.0-SNAPSHOT.jar");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The first compiler only: a start takes half the processor time, and most of these tests is starts.
        var command = new ArrayList<>(List.of(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", jar));
        command.addAll(List.of(
                "--rollcall.home=" + home,
                "--server.port=0",
                "--management.server.port=0",
                "--rollcall.bootstrap-token=" + TOKEN,
                "--rollcall.http.allow-private-addresses=true",
                "--rollcall.runs.heartbeat=200ms"));
        if (settings.stream().noneMatch(setting -> setting.startsWith("--rollcall.runs.lease"))) {
            command.add("--rollcall.runs.lease=1s");
        }
        command.addAll(settings);
        try {
            Files.createDirectories(home);
            var console = Files.createTempFile(home, "console-", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
            return new PackagedRollcall(builder.start(), console);
        } catch (IOException e) {
            throw new UncheckedIOException("The packaged program can't be started", e);
        }
    }

    PackagedRollcall awaitStarted() {
        await().atMost(START_LIMIT).until(() -> says("Started RollcallApplication") || !process.isAlive());
        assertThat(process.isAlive()).as("it runs; it said: %s", console()).isTrue();
        return this;
    }

    ApiClient api() {
        return new ApiClient("http://127.0.0.1:" + port() + "/api/v1", "Authorization", "Bearer " + TOKEN);
    }

    private String port() {
        var matcher = PORT.matcher(console());
        assertThat(matcher.find()).as("it says its port: %s", console()).isTrue();
        return matcher.group(1);
    }

    /** The embedded database of the running program. */
    DataSource embeddedDatabase() {
        var matcher = DATABASE.matcher(console());
        assertThat(matcher.find())
                .as("it says where its database is: %s", console())
                .isTrue();
        try {
            var dataSource = new PGSimpleDataSource();
            dataSource.setUrl("jdbc:postgresql://127.0.0.1:" + matcher.group(1) + "/rollcall");
            dataSource.setUser("rollcall");
            dataSource.setPassword(Files.readString(console.resolveSibling("data/postgres.password"))
                    .strip());
            return dataSource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kill -9 does: nothing of it gets to clean up. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** A signal by its name, for example {@code STOP}. */
    void signal(String name) {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, as an operator or a container does, and gives how long that took. */
    Duration terminate(Duration limit) {
        var asked = System.nanoTime();
        signal("TERM");
        await().atMost(limit).until(() -> !process.isAlive());
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean says(String text) {
        return console().contains(text);
    }

    /** All it said so far, on both streams. */
    String console() {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said that nobody should have to read: errors and stack traces. */
    List<String> troubles() {
        return console()
                .lines()
                .filter(line -> line.contains(" ERROR ")
                        || line.startsWith("\tat ")
                        || line.startsWith("Exception in thread")
                        || line.startsWith("Caused by:"))
                .toList();
    }

    /** What it said at level WARN or above. */
    List<String> warnings() {
        return console()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the embedded server that a killed program left in this home, if there is one. */
    static void stopDatabase(Path home) {
        server(home).ifPresent(server -> {
            server.destroy();
            server.onExit().orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        });
    }

    private static Optional<ProcessHandle> server(Path home) {
        var pidFile = home.resolve("data/postgres/postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            return ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                    .filter(found -> found.info().command().orElse("").endsWith("/postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
