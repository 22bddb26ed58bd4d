package io.rollcall.database;

import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process that runs on a PostgreSQL data directory, if one does. It is stopped by signal after a look at what
 * the process is, as a number in {@code postmaster.pid} alone may belong to any program by now.
 */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    /** A fast stop writes a checkpoint, which takes a while on a slow disk. */
    private static final Duration FAST_STOP = Duration.ofSeconds(60);

    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(15);

    private final Path cluster;
    private final Path pidFile;

    ServerProcess(Path cluster) {
        this.cluster = cluster;
        this.pidFile = cluster.resolve("postmaster.pid");
    }

    /**
     * For a start: stops the server that a killed Rollcall left behind and makes sure that what a dead one left can't
     * hinder the next. The caller holds the lock of the data directory, so no living Rollcall uses the server.
     */
    void clearLeftover() throws IOException {
        var process = recorded();
        if (process.filter(this::isServer).isPresent()) {
            var pid = process.get().pid();
            LOG.warn(
                    "A killed Rollcall left its PostgreSQL running (process {}, {}): it is stopped first",
                    pid,
                    cluster);
            if (!stop()) {
                throw new StartupFailure(
                        "PostgreSQL process " + pid + ", left behind by a killed Rollcall, does not stop.",
                        "It still has the database in " + cluster
                                + " open, so a new one can't be started. What was committed is kept.",
                        "See why it hangs (disk, network volume); end it with kill -QUIT " + pid
                                + ", then start again.");
            }
        } else if (process.isPresent()) {
            disownPid();
        }
    }

    /** Disconnects everybody and stops the server in order, if need be at once. False where it still runs after that. */
    boolean stop() throws IOException {
        var server = recorded().filter(this::isServer);
        return server.isEmpty()
                || stopped(server.get(), "INT", FAST_STOP)
                || stopped(server.get(), "QUIT", IMMEDIATE_STOP);
    }

    private Optional<ProcessHandle> recorded() throws IOException {
        return Files.exists(pidFile) ? readPid().flatMap(ProcessHandle::of) : Optional.empty();
    }

    /** Signals as PostgreSQL knows them: INT disconnects clients and stops, QUIT stops at once and recovers at start. */
    private boolean stopped(ProcessHandle server, String signal, Duration limit) {
        try {
            new ProcessBuilder(List.of("/bin/sh", "-c", "kill -" + signal + " " + server.pid()))
                    .start()
                    .waitFor();
            var deadline = System.nanoTime() + limit.toNanos();
            while (isServer(server)) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The number belongs to another program by now, as after a restart of the machine or container. PostgreSQL would
     * take that program for a server and refuse to start. It does overlook the number of its own starter, so that is
     * put in; the rest of the file stays, from which it sees whether workers of the dead server still use its memory.
     */
    private void disownPid() throws IOException {
        var lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);
    }

    private Optional<Long> readPid() throws IOException {
        return Files.readString(pidFile).lines().findFirst().map(String::strip).flatMap(ServerProcess::parse);
    }

    private static Optional<Long> parse(String number) {
        try {
            return Optional.of(Long.parseLong(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** False for a server that has ended but whose process table entry nobody has collected yet, too. */
    private boolean isServer(ProcessHandle process) {
        var info = process.info();
        var isPostgres = info.command()
                .map(command -> command.endsWith("/postgres") || command.endsWith("/postgres (deleted)"))
                .orElse(false);
        return isPostgres && (worksInCluster(process.pid()) || namesCluster(info));
    }

    /** Linux: a server's working directory is its data directory, whatever it was called when it started. */
    private boolean worksInCluster(long pid) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean namesCluster(ProcessHandle.Info info) {
        return List.of(info.arguments().orElseGet(() -> new String[0])).contains(cluster.toString());
    }
}
