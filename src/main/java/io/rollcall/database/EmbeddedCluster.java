package io.rollcall.database;

import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.OwnerOnlyFile;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The files of the embedded database: made at the first start, checked at every later one. */
final class EmbeddedCluster {

    /** The ordinary role, and the name of its database; as an operator's own database would give it, no superuser. */
    static final String NAME = "rollcall";

    /** Of the cluster's files in the data directory. */
    static final String DIRECTORY = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path directory;
    private final Path passwordFile;
    private final PostgresPrograms programs;

    EmbeddedCluster(DataDirectory data, PostgresPrograms programs) {
        this.directory = data.resolve(DIRECTORY);
        this.passwordFile = data.resolve("postgres.password");
        this.programs = programs;
    }

    Path directory() {
        return directory;
    }

    /** Makes the files, or checks that these programs can read them. No server may be running on them. */
    void prepare() throws IOException {
        if (Files.exists(directory)) {
            requireSameMajor();
            if (!Files.exists(passwordFile)) {
                replaceLostPassword();
            }
        } else {
            create();
        }
    }

    /** Of the role and of the superuser {@code postgres}. */
    String password() throws IOException {
        return OwnerOnlyFile.read(passwordFile);
    }

    private void requireSameMajor() throws IOException {
        var versionFile = directory.resolve("PG_VERSION");
        var found = Files.exists(versionFile) ? Files.readString(versionFile).strip() : "";
        var brought = programs.majorVersion();
        if (found.isEmpty()) {
            throw new StartupFailure(
                    "The folder " + directory + " is not a PostgreSQL data directory.",
                    "Rollcall keeps its embedded database there. Nothing was changed.",
                    "Restore the folder from a backup, or move it away to start with an empty database.");
        }
        if (!found.equals(brought)) {
            throw new StartupFailure(
                    "The database in " + directory + " was made by PostgreSQL " + found
                            + "; this Rollcall brings PostgreSQL " + brought + ".",
                    "PostgreSQL can't read the files of another major version. Nothing was changed.",
                    "Start the Rollcall release that made it, dump the database with pg_dump, move " + directory
                            + " away, start this release and load the dump; or run an external PostgreSQL " + found
                            + " and set SPRING_DATASOURCE_URL.");
        }
    }

    /** Everything happens beside the final place: a start that is killed half-way begins anew the next time. */
    private void create() throws IOException {
        LOG.info("First start: the database is made in {}", directory);
        programs.majorVersion();
        var unfinished = directory.resolveSibling("postgres.new");
        FileSystemUtils.deleteRecursively(unfinished);
        if (!Files.exists(passwordFile)) {
            OwnerOnlyFile.write(passwordFile, newPassword());
        }
        // The collation is PostgreSQL's own: it stays the same when the operating system's C library changes.
        require(programs.run(
                LIMIT,
                "",
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
        singleUser(unfinished, """
                CREATE ROLE %1$s LOGIN CREATEROLE PASSWORD '%2$s'
                CREATE DATABASE %1$s OWNER %1$s
                """.formatted(NAME, password()));
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private void replaceLostPassword() throws IOException {
        LOG.warn("{} is gone: the embedded database gets a new password", passwordFile);
        var password = newPassword();
        singleUser(directory, """
                ALTER ROLE postgres PASSWORD '%2$s'
                ALTER ROLE %1$s PASSWORD '%2$s'
                """.formatted(NAME, password));
        OwnerOnlyFile.write(passwordFile, password);
    }

    /** One statement a line, run by a server that no network can reach. */
    private void singleUser(Path cluster, String statements) {
        require(programs.run(
                LIMIT,
                statements,
                "postgres",
                "--single",
                "-D",
                cluster.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres"));
    }

    private void require(PostgresPrograms.Outcome outcome) {
        if (outcome.failed()) {
            throw new StartupFailure(
                    "The embedded PostgreSQL could not be set up in " + directory + ":\n"
                            + outcome.output().strip(),
                    "There is no database yet, so Rollcall stops.",
                    "Check free space and the owner of the data directory, or use an external PostgreSQL"
                            + " (SPRING_DATASOURCE_URL).");
        }
    }

    private static String newPassword() {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
