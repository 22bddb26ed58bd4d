package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.policy.Policy;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * docs/presets.md tells of every key of a policy, and of every statement which test shows it. The table of tests is made
 * from the names of the tests: {@code -Drollcall.docs.write=true} writes it.
 */
class PresetTableTests {

    /** What the presets promise. */
    private static final List<String> STATEMENTS = List.of(
            "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "B1", "B2", "B4", "C1", "C2",
            "C3", "C4", "C7", "C9", "C10", "C11", "D2", "D3", "D4", "D6", "D7", "D8", "D10", "E2", "E3", "E4", "E5",
            "E6", "E7", "E8", "E9", "E10", "E11", "E15", "E16", "E17", "E18", "E20", "E21");

    /** Those without a test of the whole way yet. */
    private static final List<String> STILL_MISSING = List.of();

    private static final Path PAGE = Path.of("docs/presets.md");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String END = "<!-- end of table -->";
    private static final Pattern ID = Pattern.compile("([A-Z][0-9]+)_");

    /** A test by the statements it is named after. */
    private record Shown(String type, String words) {

        String row() {
            return words + " (" + type + ")";
        }
    }

    @Test
    void everyStatementHasATestOfTheWholeWay() throws Exception {
        var shown = shown();

        assertThat(STATEMENTS.stream().filter(id -> !shown.containsKey(id)))
                .as("statements without a test that runs the whole application; one that has it leaves STILL_MISSING")
                .containsExactlyElementsOf(STILL_MISSING);
    }

    @Test
    void tableOfThePageIsWhatTheTestsAreCalled() throws Exception {
        var page = Files.readString(PAGE);
        var start = page.indexOf(BEGIN) + BEGIN.length();
        var end = page.indexOf(END);
        var table = table();
        if (Boolean.getBoolean("rollcall.docs.write")) {
            Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
            return;
        }
        assertThat(page.substring(start, end))
                .as("the table of %s; mvn test -Dtest=PresetTableTests -Drollcall.docs.write=true writes it", PAGE)
                .isEqualTo(table);
    }

    @Test
    void pageTellsOfEveryKeyOfAPolicy() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(keys("", Policy.class))
                .hasSizeGreaterThan(30)
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private static String table() throws Exception {
        var shown = shown();
        return "\n| | shown by |\n|---|---|\n"
                + STATEMENTS.stream()
                        .filter(shown::containsKey)
                        .map(id -> "| " + id + " | "
                                + shown.get(id).stream().map(Shown::row).collect(Collectors.joining("<br>")) + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    /** The tests of the whole application by the statements they are named after. */
    private static Map<String, TreeSet<Shown>> shown() throws Exception {
        var shown = new TreeMap<String, TreeSet<Shown>>();
        for (var type : testClasses()) {
            if (!AnnotatedElementUtils.hasAnnotation(type, SpringBootTest.class)) {
                continue;
            }
            for (var method : type.getDeclaredMethods()) {
                if (AnnotationSupport.isAnnotated(method, Testable.class)) {
                    add(shown, type, method);
                }
            }
        }
        return shown;
    }

    private static void add(Map<String, TreeSet<Shown>> shown, Class<?> type, Method method) {
        var rest = method.getName();
        var ids = new TreeSet<String>();
        for (var match = ID.matcher(rest); match.lookingAt(); match = ID.matcher(rest)) {
            ids.add(match.group(1));
            rest = rest.substring(match.end());
        }
        var test = new Shown(type.getSimpleName(), words(rest));
        ids.forEach(id -> shown.computeIfAbsent(
                        id,
                        unused ->
                                new TreeSet<>(Comparator.comparing(Shown::type).thenComparing(Shown::words)))
                .add(test));
    }

    /** {@code namesItsTenant} as people write it. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z0-9])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Without initialising them: some start a tenant when they are. */
    private static List<Class<?>> testClasses() throws IOException, URISyntaxException {
        var root = Path.of(PresetTableTests.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.matches(".*Tests\\.class"))
                    .map(file -> file.replaceAll("\\.class$", "").replace(java.io.File.separatorChar, '.'))
                    .sorted()
                    .<Class<?>>map(PresetTableTests::load)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PresetTableTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys of a record as in YAML, those of records in it after a dot. */
    private static Stream<String> keys(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            var key = prefix + kebab(component);
            var inner = inner(component);
            return inner.isRecord()
                    ? keys(key + (Map.class.isAssignableFrom(component.getType()) ? ".<id>." : "."), inner)
                    : Stream.of(key);
        });
    }

    private static Class<?> inner(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return arguments[arguments.length - 1] instanceof Class<?> last ? last : Object.class;
        }
        return component.getType();
    }

    private static String kebab(RecordComponent component) {
        var property = component.getAccessor().getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
        return property != null
                ? property.value()
                : component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
