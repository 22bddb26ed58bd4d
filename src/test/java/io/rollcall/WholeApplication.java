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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Starts the whole application, as main does, on an empty database and free ports. */
public final class WholeApplication {

    private WholeApplication() {}

    /** A home folder with a copy of the routes as they are delivered. */
    public static Path home(Path folder) {
        try {
            FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException("The routes can't be copied", e);
        }
    }

    /** What a start that must fail puts on the console, without a stack trace around it. */
    public static String failure(CapturedOutput console, Path home, String... settings) {
        return failure(console, home, TestDatabase.fresh(), settings);
    }

    /** Likewise, on a database that is there. */
    public static String failure(CapturedOutput console, Path home, TestDatabase database, String... settings) {
        var thrown = catchThrowable(() -> run(home, database, settings).close());
        assertThat(thrown).as("the start must fail").isNotNull();
        var said = console.getAll();
        assertThat(said).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        return said.substring(said.lastIndexOf("APPLICATION FAILED TO START"));
    }

    /** The running application; the settings are given as on the command line. */
    public static ConfigurableApplicationContext run(Path home, String... settings) {
        return run(home, TestDatabase.fresh(), settings);
    }

    /** Likewise, on a database that is there. */
    public static ConfigurableApplicationContext run(Path home, TestDatabase database, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--rollcall.home=" + home,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--server.port=0",
                "--management.server.port=0"));
        arguments.addAll(List.of(settings));
        return new SpringApplication(RollcallApplication.class).run(arguments.toArray(String[]::new));
    }
}
