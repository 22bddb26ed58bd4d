package io.rollcall.database;

import com.sun.security.auth.module.UnixSystem;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs {@code initdb}, {@code pg_ctl} and {@code postgres} as whoever they accept: they refuse to run as root. */
final class PostgresPrograms {

    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) (\\d+)");

    private final Path bin;
    private final List<String> prefix;

    private PostgresPrograms(Path bin, List<String> prefix) {
        this.bin = bin;
        this.prefix = prefix;
    }

    /**
     * How a program ended.
     *
     * @param exitCode 0 where it succeeded
     * @param output what it printed
     */
    record Outcome(int exitCode, String output) {

        boolean failed() {
            return exitCode != 0;
        }
    }

    /** The programs of an unpacked folder, run as this user, or, for root, as nobody in a user namespace. */
    static PostgresPrograms in(Path folder) {
        var isRoot = new UnixSystem().getUid() == 0;
        return new PostgresPrograms(
                folder.resolve("bin"), isRoot ? userNamespace(List.of("unshare", "-U")) : List.of());
    }

    /** The prefix itself where it works; explains what to do where this machine or container denies it. */
    static List<String> userNamespace(List<String> unshare) {
        var probe = new ArrayList<>(unshare);
        probe.addAll(List.of("id", "-u"));
        String reason;
        try {
            var outcome = run(probe, "", Duration.ofSeconds(10));
            if (!outcome.failed()) {
                return unshare;
            }
            reason = outcome.output();
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
        }
        throw new StartupFailure(
                "The embedded PostgreSQL can't be started as root here (" + reason.strip() + ").",
                "PostgreSQL refuses to run as root, and this machine or container does not allow the user namespace that"
                        + " would get around that. Nothing was changed.",
                "Run Rollcall as an ordinary user that owns the data directory (Docker: --user), or use an external"
                        + " PostgreSQL: SPRING_DATASOURCE_URL.");
    }

    /** The major version, for example 17. */
    String majorVersion() {
        var outcome = run(Duration.ofSeconds(30), "", "postgres", "--version");
        var matcher = VERSION.matcher(outcome.output());
        if (outcome.failed() || !matcher.find()) {
            throw new StartupFailure(
                    "The PostgreSQL programs in " + bin + " don't run on this machine: "
                            + outcome.output().strip(),
                    "The embedded PostgreSQL can't be used here; a volume mounted noexec and a foreign CPU or C library"
                            + " are the usual causes.",
                    "Move the data directory (rollcall.data-directory) to a volume that allows programs, or use an"
                            + " external PostgreSQL: SPRING_DATASOURCE_URL.");
        }
        return matcher.group(1);
    }

    /**
     * Runs one program to its end.
     *
     * @param limit after it the program is killed, which counts as failed
     * @param input what it reads
     */
    Outcome run(Duration limit, String input, String program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            return run(command, input, limit);
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome run(List<String> command, String input, Duration limit) throws IOException {
        // Into a file, not a pipe: a program that hangs or leaves children behind must not hang us.
        var output = Files.createTempFile("rollcall-postgres", ".log");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            // The operator's PGPORT, PGDATA and locale are meant for other servers.
            builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            } catch (IOException e) {
                // It ended without reading: its exit code and output say why.
            }
            return new Outcome(exitCode(process, limit), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static int exitCode(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
