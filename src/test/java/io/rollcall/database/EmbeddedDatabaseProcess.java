package io.rollcall.database;

import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.StartupFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another process that starts the embedded database in a directory, says so, and holds it until it is killed. */
final class EmbeddedDatabaseProcess implements AutoCloseable {

    private final Path directory;
    private final Process process;
    private final BufferedReader output;
    private boolean owner;

    private EmbeddedDatabaseProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.output = process.inputReader();
    }

    static EmbeddedDatabaseProcess launch(Path directory) throws IOException {
        return new EmbeddedDatabaseProcess(
                directory,
                ChildJvm.command(EmbeddedDatabaseProcess.class, directory.toString())
                        .start());
    }

    /** The URL of the database once it runs, or what kept it from starting. */
    String answer() throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            owner = line.startsWith("ready ");
            if (owner || line.startsWith("failed ")) {
                return line;
            }
        }
        return "ended without an answer";
    }

    Process process() {
        return process;
    }

    /** As kill -9 does: nothing of it gets to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Leaves nothing running where the test failed half-way. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        if (owner) {
            new ServerProcess(directory.resolve(EmbeddedCluster.DIRECTORY)).stop();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            var database = EmbeddedDatabase.start(new DataDirectory(Path.of(arguments[0])));
            System.out.println("ready " + database.address().url());
            new CountDownLatch(1).await();
        } catch (StartupFailure e) {
            System.out.println("failed " + e.getMessage() + " " + e.meaning() + " " + e.action());
            System.exit(1);
        }
    }
}
