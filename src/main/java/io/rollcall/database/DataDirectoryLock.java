package io.rollcall.database;

import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process per data directory: an operating system lock on {@code rollcall.lock} that ends with the process however
 * it ends, so a held lock always means a living owner. The file says who, for the message the second one gives.
 */
final class DataDirectoryLock implements AutoCloseable {

    /**
     * What this process holds. POSIX drops a process's locks on a file as soon as the process closes any handle of that
     * file, so a second attempt must be turned away before it opens one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DataDirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock or fails at once, leaving its owner alone. */
    static DataDirectoryLock acquire(DataDirectory data) {
        var file = data.resolve("rollcall.lock");
        if (!HELD.add(file)) {
            throw inUse(data, "this same process (" + ProcessHandle.current().pid() + ")");
        }
        try {
            return new DataDirectoryLock(file, lock(data, file));
        } catch (IOException e) {
            HELD.remove(file);
            throw new StartupFailure(
                    "The lock file " + file + " can't be written: " + e + ".",
                    "Without the lock two processes could start the same database, so this start stops.",
                    "Make the data directory writable for this user; on a network file system that has no locks, use an"
                            + " external PostgreSQL (SPRING_DATASOURCE_URL).",
                    e);
        } catch (RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static FileChannel lock(DataDirectory data, Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock == null) {
                throw inUse(data, owner(file));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(describeThisProcess()));
            return channel;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static StartupFailure inUse(DataDirectory data, String owner) {
        return new StartupFailure(
                "The data directory " + data.path() + " is in use by " + owner + ".",
                "Two Rollcalls can't share a data directory. The running one goes on undisturbed; this one stops.",
                "Stop the other one first, or give this one a directory of its own (ROLLCALL_HOME, or"
                        + " rollcall.data-directory in application.yaml), or use an external PostgreSQL"
                        + " (SPRING_DATASOURCE_URL).");
    }

    private static String owner(Path file) throws IOException {
        var text = Files.readString(file).strip();
        return text.isEmpty() ? "another Rollcall that is just starting" : "another Rollcall: " + text;
    }

    private static String describeThisProcess() {
        var process = ProcessHandle.current();
        var started = process.info().startInstant().orElseGet(Instant::now);
        return "process %d on %s, started %s%n".formatted(process.pid(), hostName(), started);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        } finally {
            HELD.remove(file);
        }
    }
}
