package io.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.WholeApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/** A broken route file stops the start of the real application, with file, line and what is wrong. */
@ExtendWith(OutputCaptureExtension.class)
class RouteFileFailureTests {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "page.camel.yaml | id: open-page | 'id: ''open''-page' | expected <block end>",
                "page.camel.yaml       | - bean:                  | - baen:                   | there is no step called \"baen\"",
                "page.camel.yaml       | ref: pages               | rfe: pages                | there is no option called \"rfe\"",
                "page.camel.yaml       | '\"${body.finished}\"'   | '\"${body.finished\"'     | in route store, expected symbol functionEnd",
                "call.camel.yaml       | httpMethod: GET          | httpMetod: GET            | no option called httpMetod",
                "sources/iru.camel.yaml| ref: paging              | ref: pagging              | 'in route iru-list, No bean could be found in the registry for: pagging'",
                "sync.camel.yaml       | uri: direct:read-list    | uri: direct:red-list      | no route begins with \"direct:red-list\"",
                "connection.camel.yaml | uri: direct:open-page    | uri: direct:opn-page      | no route begins with \"direct:opn-page\"",
                "connection.camel.yaml | triggerStartDelay:       | triggerStartDelai:        | triggerStartDelai",
                "connection.camel.yaml | 'Strategy: gatherResults'| 'Strategy: gatherResult'  | gatherResult",
                "errors.camel.yaml     | uri: direct:dead-letter  | uri: direct:dead-leter    | no route begins with \"direct:dead-leter\"",
            })
    void tellsFileLineAndWhatIsWrong(String file, String right, String wrong, String said, CapturedOutput console)
            throws IOException {
        var home = WholeApplication.home(folder);
        var broken = home.resolve("routes").resolve(file);
        int line = replaceFirst(broken, right, wrong);

        var output = WholeApplication.failure(console, home);

        assertThat(output).contains(said);
        // Camel keeps the line that a step begins in.
        assertThat(lineIn(output, broken)).as(output).isBetween(line - 4, line);
    }

    @Test
    void refusesAnEmptyFolderOfRoutes(CapturedOutput console) throws IOException {
        Files.createDirectory(folder.resolve("routes"));

        assertThat(WholeApplication.failure(console, folder))
                .contains("These routes are missing")
                .contains(folder.resolve("routes").toString())
                .contains("sync", "read-list", "device", "store", "call", "iru-list", "iru-detail", "page-connection");
    }

    @Test
    void refusesASourceWithoutItsRoutes(CapturedOutput console) throws IOException {
        var home = WholeApplication.home(folder);
        FileSystemUtils.deleteRecursively(home.resolve("routes/sources"));

        assertThat(WholeApplication.failure(console, home))
                .contains("These routes are missing:")
                .contains("iru-detail, iru-list");
    }

    @Test
    void startsFromTheCopyInTheJarWhereThereIsNoFolder() {
        try (var context = WholeApplication.run(folder)) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    private static int replaceFirst(Path file, String right, String wrong) throws IOException {
        var text = Files.readString(file);
        int at = text.indexOf(right);
        assertThat(at).as("%s in %s", right, file).isPositive();
        Files.writeString(file, text.substring(0, at) + wrong + text.substring(at + right.length()));
        return (int) text.substring(0, at).lines().count();
    }

    private static int lineIn(String output, Path file) {
        var before = file + ", line ";
        assertThat(output).contains(before);
        var rest = output.substring(output.indexOf(before) + before.length());
        return Integer.parseInt(rest.split("\\D", 2)[0]);
    }
}
