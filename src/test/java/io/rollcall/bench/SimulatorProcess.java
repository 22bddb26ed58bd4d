package io.rollcall.bench;

import io.rollcall.demo.SimulatedIruMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A simulated tenant in a process of its own, without limits: its work is not counted as the program's. */
record SimulatorProcess(Process process, String baseUrl) implements AutoCloseable {

    static final String TOKEN = "00000000-0000-4000-8000-000000000000";

    /** @param latency milliseconds each answer takes */
    static SimulatorProcess start(int devices, int latency) {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedIruMain.class.getName(),
                "--port",
                "0",
                "--devices",
                String.valueOf(devices),
                "--latency",
                String.valueOf(latency),
                "--token",
                TOKEN);
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
