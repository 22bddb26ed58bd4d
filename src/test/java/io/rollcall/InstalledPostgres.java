package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL that is installed on this machine, with its own {@code pg_dump} and {@code pg_restore}. */
final class InstalledPostgres implements AutoCloseable {

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/lib/postgresql"), Path.of("/opt/homebrew/opt"), Path.of("/usr/local/opt"));

    private final Path bin;
    private final Path folder;
    private final int port;

    private InstalledPostgres(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    static boolean isThere() {
        return programs().isPresent();
    }

    /** The newest there is. */
    private static Optional<Path> programs() {
        return PLACES.stream()
                .filter(Files::isDirectory)
                .flatMap(InstalledPostgres::below)
                .map(version -> version.resolve("bin"))
                .filter(bin -> Stream.of("initdb", "pg_ctl", "postgres", "pg_dump", "pg_restore")
                        .allMatch(program -> Files.isExecutable(bin.resolve(program))))
                .max(Comparator.naturalOrder());
    }

    private static Stream<Path> below(Path place) {
        try (var versions = Files.list(place)) {
            return versions.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    static InstalledPostgres start(Path folder) throws IOException {
        var server = new InstalledPostgres(programs().orElseThrow(), Files.createDirectories(folder), freePort());
        server.server("initdb", "--username=postgres", "--auth=trust", "--pgdata=" + folder.resolve("data"));
        server.server(
                "pg_ctl",
                "start",
                "--wait",
                "--pgdata=" + folder.resolve("data"),
                "--log=" + folder.resolve("log"),
                "--options=-h 127.0.0.1 -p %d -k '' -c fsync=off".formatted(server.port));
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String authority() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:postgresql://" + authority() + "/" + database;
    }

    /** Runs a script with this server's programs, in its folder. */
    void run(String script) throws IOException {
        run(List.of("bash", "-euc", script));
    }

    /** The server's own programs refuse to run as root: in a user namespace they are nobody. */
    private void server(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (new UnixSystem().getUid() == 0) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        var said = Files.createTempFile(folder, "said", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        var environment = builder.environment();
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGPORT", String.valueOf(port));
        environment.put("PGUSER", "postgres");
        environment.put("LC_ALL", "C");
        try {
            var process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ended", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s said: %s", command, Files.readString(said))
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + folder.resolve("data"));
    }
}
