package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rollcall.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.util.FileSystemUtils;

/** Starts the whole application with something wrong, and gives what it says. */
public final class FailedStart {

    private FailedStart() {}

    /** A home folder with a copy of the routes as they are delivered. */
    public static Path home(Path folder) {
        try {
            FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException("The routes can't be copied", e);
        }
    }

    /** The description and action on the console; there must be no stack trace around them. */
    public static String output(CapturedOutput console, Path home, String... settings) {
        var failure = catchThrowable(() -> run(home, settings).close());
        assertThat(failure).as("the start must fail").isNotNull();
        var said = console.getAll();
        assertThat(said).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        return said.substring(said.lastIndexOf("APPLICATION FAILED TO START"));
    }

    /** Starts the application on an empty database, on ports that are free. */
    public static org.springframework.context.ConfigurableApplicationContext run(Path home, String... settings) {
        var database = TestDatabase.fresh();
        var arguments = new ArrayList<>(List.of(
                "--rollcall.home=" + home,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--server.port=0",
                "--management.server.port=0",
                "--spring.jmx.enabled=false"));
        arguments.addAll(List.of(settings));
        return new SpringApplication(RollcallApplication.class).run(arguments.toArray(String[]::new));
    }
}
