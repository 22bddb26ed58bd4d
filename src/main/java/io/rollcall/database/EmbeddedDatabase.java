package io.rollcall.database;

import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own in the data directory: durable, kept between starts, reachable from this machine only
 * and with a password only. The library brings the programs; it does not run them, as it is made for tests: it trusts
 * every local user, gives a stop five seconds and notices a failed start by time-out alone.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /** After a crash PostgreSQL first replays its log, which may take minutes. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final int PORT_TRIES = 3;

    private final DataDirectoryLock lock;
    private final Path cluster;
    private final DatabaseAddress address;

    private EmbeddedDatabase(DataDirectoryLock lock, Path cluster, DatabaseAddress address) {
        this.lock = lock;
        this.cluster = cluster;
        this.address = address;
    }

    /**
     * Takes the data directory for this process, stops what a killed one left running, and starts the server.
     *
     * @throws StartupFailure where a living process has the directory, or the server can't be made or started
     */
    static EmbeddedDatabase start(DataDirectory data) {
        requirePosix();
        var lock = DataDirectoryLock.acquire(data.create());
        try {
            new ServerProcess(data.resolve(EmbeddedCluster.DIRECTORY)).clearLeftover();
            var programs = PostgresPrograms.in(PostgresBinaries.unpack(data.resolve("postgres-programs")));
            var cluster = new EmbeddedCluster(data, programs);
            cluster.prepare();
            var port = startServer(programs, cluster.directory(), data.resolve("postgres-start.log"));
            var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, EmbeddedCluster.NAME);
            var address = new DatabaseAddress(url, EmbeddedCluster.NAME, cluster.password());
            LOG.info("The embedded PostgreSQL runs on 127.0.0.1:{} with its data in {}", port, cluster.directory());
            return new EmbeddedDatabase(lock, cluster.directory(), address);
        } catch (IOException e) {
            lock.close();
            throw new StartupFailure(
                    "The embedded PostgreSQL could not be prepared in " + data.path() + ": " + e + ".",
                    "Rollcall can't work without its database and stops.",
                    "Check free space and the owner of the data directory, or use an external PostgreSQL"
                            + " (SPRING_DATASOURCE_URL).",
                    e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    DatabaseAddress address() {
        return address;
    }

    private static int startServer(PostgresPrograms programs, Path cluster, Path log) throws IOException {
        for (var tryNumber = 1; ; tryNumber++) {
            var port = freePort();
            var outcome = pgCtlStart(programs, cluster, log, port);
            if (!outcome.failed()) {
                return port;
            }
            var printed = outcome.output() + (Files.exists(log) ? Files.readString(log) : "");
            new ServerProcess(cluster).stop();
            // Another program may take the port between our look and the server's start.
            if (tryNumber == PORT_TRIES || !printed.contains("Address already in use")) {
                throw new StartupFailure(
                        "The embedded PostgreSQL does not start on " + cluster + ":\n" + printed.strip(),
                        "Its data was left as it is. Rollcall can't work without its database and stops.",
                        "PostgreSQL's lines above name the cause; more is in " + cluster.resolve("log")
                                + ". Free disk space and the owner of the files are the usual ones.");
            }
        }
    }

    private static PostgresPrograms.Outcome pgCtlStart(PostgresPrograms programs, Path cluster, Path log, int port)
            throws IOException {
        Files.deleteIfExists(log);
        var options = """
                -p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
                -c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=256MB \
                -c timezone=UTC -c log_timezone=UTC -c logging_collector=on -c log_directory=log \
                -c log_filename=postgresql-%%a.log -c log_rotation_age=1d -c log_rotation_size=0 \
                -c log_truncate_on_rotation=on""".formatted(port);
        var seconds = Long.toString(START_LIMIT.toSeconds());
        var limit = START_LIMIT.plusSeconds(30);
        // pg_ctl gives the server a session of its own: Ctrl-C reaches us alone, and we stop it last.
        return programs.run(
                limit,
                "",
                "pg_ctl",
                "start",
                "-w",
                "-t",
                seconds,
                "-s",
                "-D",
                cluster.toString(),
                "-l",
                log.toString(),
                "-o",
                options);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void requirePosix() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            throw new StartupFailure(
                    "The embedded PostgreSQL does not run on Windows.",
                    "No database is configured, so Rollcall can't start.",
                    "Set SPRING_DATASOURCE_URL to an external PostgreSQL, or run the container image.");
        }
    }

    /** Disconnects who is still there and stops the server; what was committed is kept. */
    @Override
    public void close() {
        try {
            if (!new ServerProcess(cluster).stop()) {
                LOG.warn("The embedded PostgreSQL on {} did not stop in time; the next start will see to it", cluster);
            }
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL on {} could not be stopped; the next start will see to it", cluster, e);
        } finally {
            lock.close();
        }
    }
}
