package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no page may have, however it looks: each of these turns a device's name into markup or code sooner or later. */
class TemplateTests {

    private static final List<Pattern> FORBIDDEN = List.of(
            Pattern.compile("th:utext"),
            Pattern.compile("__\\$\\{"), // preprocessing evaluates what comes out of an expression
            Pattern.compile("\\[\\("), // unescaped inline output
            Pattern.compile("th:inline=\"(javascript|css)\""),
            Pattern.compile("\\son[a-z]+=\""),
            Pattern.compile("th:on[a-z]+"),
            Pattern.compile("hx-on"),
            Pattern.compile("hx-vals=['\"]js:"),
            Pattern.compile("<style"),
            Pattern.compile("\\sstyle=\""),
            Pattern.compile("th:style"),
            Pattern.compile("<script(?![^>]*src=)"),
            Pattern.compile("(src|href)=\"(https?:)?//"),
            Pattern.compile("javascript:"));

    @Test
    void S21_noTemplateWritesUnescapedOrRunsWhatStandsInAPage() throws IOException {
        try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
            var templates = files.filter(Files::isRegularFile).toList();
            assertThat(templates).isNotEmpty();
            for (var template : templates) {
                var text = Files.readString(template);
                assertThat(FORBIDDEN.stream()
                                .filter(pattern -> pattern.matcher(text).find()))
                        .as(template.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void S9_everyFormThatSendsIsOneThatGetsItsToken() throws IOException {
        var plain = Pattern.compile("<form(?![^>]*th:action=)[^>]*method=\"post\"", Pattern.CASE_INSENSITIVE);
        try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
            for (var template : files.filter(Files::isRegularFile).toList()) {
                assertThat(plain.matcher(Files.readString(template)).find())
                        .as(template + " has a form with a plain action: Thymeleaf puts the token into th:action only")
                        .isFalse();
            }
        }
    }
}
