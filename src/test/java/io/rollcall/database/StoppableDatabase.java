package io.rollcall.database;

import io.rollcall.startup.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of a test's own, which can be stopped, killed and started again on the same port. */
public final class StoppableDatabase implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final PostgresPrograms programs;
    private final EmbeddedCluster cluster;
    private final Path log;
    private final int port;

    /** Makes it in this folder and starts it. */
    public StoppableDatabase(Path folder) {
        try {
            var data = new DataDirectory(folder);
            data.create();
            var binaries = Path.of("target", "test-postgres", "programs").toAbsolutePath();
            Files.createDirectories(binaries);
            programs = PostgresPrograms.in(PostgresBinaries.unpack(binaries));
            cluster = new EmbeddedCluster(data, programs);
            cluster.prepare();
            log = folder.resolve("server.log");
            try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                port = socket.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** How it is reached. */
    public TestDatabase address() {
        try {
            return new TestDatabase(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedCluster.NAME,
                    EmbeddedCluster.NAME,
                    cluster.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again; settings are given as for {@code postgres -c}. */
    public void start(String... settings) {
        var options = new StringBuilder("-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=");
        for (var setting : settings) {
            options.append(" -c ").append(setting);
        }
        pgCtl("start", "-w", "-l", log.toString(), "-o", options.toString());
    }

    /** As an operator does: sessions are ended with 57P01, transactions rolled back. */
    public void stop() {
        pgCtl("stop", "-w", "-m", "fast");
    }

    /** All its processes end at once, as when the machine loses its power. */
    public void kill() {
        pgCtl("stop", "-w", "-m", "immediate");
    }

    private void pgCtl(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-D";
        all[arguments.length + 1] = cluster.directory().toString();
        var outcome = programs.run(LIMIT, "", "pg_ctl", all);
        if (outcome.failed()) {
            throw new IllegalStateException(outcome.output());
        }
    }

    @Override
    public void close() {
        try {
            new ServerProcess(cluster.directory()).stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
