package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import io.rollcall.Patience;
import io.rollcall.access.Role;
import io.rollcall.api.ApiTestBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/**
 * A browser before the one Rollcall that the tests of the API use too. Each test has windows of its own, which share
 * nothing; after it no page may have complained: a script error, or something that the content policy kept out.
 */
abstract class BrowserTest extends ApiTestBase {

    /** WCAG 2.2, levels A and AA. */
    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice");

    private static final int PHONE = 390;

    /** Milliseconds until something that should be there isn't. */
    private static final long PATIENCE = Patience.LONG.toMillis();

    /** The port of a Rollcall → the session of somebody with all roles there. */
    private static final Map<Integer, String> SESSIONS = new ConcurrentHashMap<>();

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    private final List<BrowserContext> windows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @AfterEach
    void closeWindows() {
        windows.forEach(BrowserContext::close);
        assertThat(complaints).as("what the pages complained about").isEmpty();
    }

    /** A page at a path, for someone who may do everything. */
    protected Page open(String path) {
        return at(path, window(new NewContextOptions()));
    }

    /** A page for somebody with these roles only. */
    protected Page openAs(String path, Role... roles) {
        var window = emptyWindow(new NewContextOptions());
        window.addCookies(List.of(session(signedIn(roles).session())));
        return at(path, window);
    }

    /** A page for somebody who isn't signed in. */
    protected Page openAsNobody(String path) {
        return at(path, emptyWindow(new NewContextOptions()));
    }

    /** The same as {@link #open} without JavaScript. */
    protected Page openWithoutScripts(String path) {
        return at(path, window(new NewContextOptions().setJavaScriptEnabled(false)));
    }

    /** The same on a phone. */
    protected Page openOnPhone(String path) {
        return at(path, window(new NewContextOptions().setViewportSize(PHONE, 844)));
    }

    private BrowserContext window(NewContextOptions options) {
        var window = emptyWindow(options);
        var session =
                SESSIONS.computeIfAbsent(port, at -> signedIn(Role.values()).session());
        window.addCookies(List.of(session(session)));
        return window;
    }

    private Cookie session(String value) {
        return new Cookie("rollcall", value).setUrl("http://127.0.0.1:" + port);
    }

    private BrowserContext emptyWindow(NewContextOptions options) {
        var window = Browsers.chromium()
                .newContext(options.setBaseURL("http://127.0.0.1:" + port).setReducedMotion(ReducedMotion.REDUCE));
        window.setDefaultTimeout(PATIENCE);
        windows.add(window);
        return window;
    }

    private Page at(String path, BrowserContext window) {
        var page = window.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.navigate(path);
        return page;
    }

    /** No rule of WCAG is broken, in light and dark, and nothing sticks out to the right. */
    protected static void accessible(Page page) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // Its old way needs no second window for each analysis; it leaves frames out, and no page has any.
            var violations = new AxeBuilder(page)
                    .setLegacyMode(true)
                    .withTags(WCAG)
                    .analyze()
                    .getViolations();
            assertThat(violations)
                    .as("%s, %s: %s", page.url(), scheme, describe(violations))
                    .isEmpty();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page.url() + " is wider than its window")
                .isTrue();
    }

    private static String describe(List<Rule> violations) {
        return violations.stream()
                .map(rule -> rule.getId() + " (" + rule.getHelp() + "): "
                        + rule.getNodes().stream()
                                .limit(3)
                                .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                .collect(Collectors.joining("; ")))
                .collect(Collectors.joining("\n"));
    }

    /** Pictures of a page to look at, in light and dark: {@code target/console/<name>-dark.png}. */
    protected static void picture(Page page, String name) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(
                            "target/console/" + name + "-" + scheme.name().toLowerCase() + ".png"))
                    .setFullPage(true));
        }
    }
}
