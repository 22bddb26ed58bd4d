package io.rollcall.bench;

import io.rollcall.demo.SimulatedIruMain;
import io.rollcall.demo.SimulatedJamfMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A simulated tenant in a process of its own, without limits: its work is not counted as the program's. */
record SimulatorProcess(Process process, String baseUrl) implements AutoCloseable {

    static final String TOKEN = "00000000-0000-4000-8000-000000000000";

    static final String CLIENT = "bench";

    /** @param latency milliseconds each answer takes */
    static SimulatorProcess start(int devices, int latency) {
        return start(
                SimulatedIruMain.class,
                "--devices",
                String.valueOf(devices),
                "--latency",
                String.valueOf(latency),
                "--token",
                TOKEN);
    }

    /** A Jamf Pro server. Its tokens live for an hour: longer than a run, so that the floor signs in once. */
    static SimulatorProcess startJamf(int computers, int mobiles) {
        return start(
                SimulatedJamfMain.class,
                "--computers",
                String.valueOf(computers),
                "--mobiles",
                String.valueOf(mobiles),
                "--token-life",
                "3600",
                "--client-id",
                CLIENT,
                "--client-secret",
                TOKEN);
    }

    private static SimulatorProcess start(Class<?> main, String... options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--port",
                "0"));
        command.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (said == null || !said.contains(" on http")) {
                throw new IllegalStateException("The simulated tenant did not start: " + said);
            }
            return new SimulatorProcess(process, said.substring(said.indexOf("http")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
