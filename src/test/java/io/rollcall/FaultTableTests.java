package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of faults and the tests that show what holds after them, in {@code docs/faults.md}. It is computed from the
 * names of the test methods; {@code -Drewrite.faults=true} writes it anew.
 */
class FaultTableTests {

    private static final Path PAGE = Path.of("docs", "faults.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final String BEGIN = "<!-- computed by FaultTableTests: begin -->\n";
    private static final String END = "<!-- computed by FaultTableTests: end -->";
    private static final Pattern METHOD = Pattern.compile("void ((?:[A-Z]\\d+_)*F\\d+(?:_[A-Z]\\d+)*)_(\\w+)\\(");
    private static final Pattern NUMBER = Pattern.compile("F(\\d+)");
    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern ROW = Pattern.compile("\\| F(\\d+) \\| ([^|]+) \\|[^\n]*\n");

    @Test
    void everyFaultHasATestAndThePageSaysWhich() throws IOException {
        var page = Files.readString(PAGE);
        var faults = faults(page);
        var tests = tests();

        assertThat(faults).hasSizeGreaterThan(40);
        assertThat(tests.keySet())
                .as("faults that tests name and the page doesn't")
                .isSubsetOf(faults.keySet());
        assertThat(tests.keySet()).as("faults of the page that a test shows").containsAll(faults.keySet());

        var computed = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + table(faults, tests)
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("rewrite.faults")) {
            Files.writeString(PAGE, computed);
        } else {
            assertThat(page)
                    .as("docs/faults.md; write it anew with mvn -Dtest=FaultTableTests -Drewrite.faults=true test")
                    .isEqualTo(computed);
        }
    }

    /** The faults of the page with their descriptions, which people write, in the page's order. */
    private static Map<Integer, String> faults(String page) {
        var faults = new LinkedHashMap<Integer, String>();
        ROW.matcher(page).results().forEach(row -> faults.put(Integer.valueOf(row.group(1)), row.group(2)));
        return faults;
    }

    /** By fault: class and method of each test. */
    private static Map<Integer, TreeSet<String>> tests() throws IOException {
        var tests = new LinkedHashMap<Integer, TreeSet<String>>();
        try (var files = Files.walk(TESTS)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                METHOD.matcher(read(file))
                        .results()
                        .forEach(method -> NUMBER.matcher(method.group(1))
                                .results()
                                .forEach(number -> tests.computeIfAbsent(
                                                Integer.valueOf(number.group(1)), any -> new TreeSet<>())
                                        .add("`" + name + "` " + words(method.group(2)))));
            }
        }
        return tests;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method's name as people read it. */
    private static String words(String method) {
        return WORD_BEGINS
                .splitAsStream(method.replace('_', ' '))
                .map(word -> word.matches("[A-Z]{2,}") ? word : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static String table(Map<Integer, String> faults, Map<Integer, TreeSet<String>> tests) {
        var table = new StringBuilder("| | what goes wrong and what holds | shown by |\n|---|---|---|\n");
        faults.forEach((number, text) -> table.append("| F")
                .append(number)
                .append(" | ")
                .append(text)
                .append(" | ")
                .append(String.join("; ", tests.getOrDefault(number, new TreeSet<>(List.of()))))
                .append(" |\n"));
        return table.toString();
    }
}
