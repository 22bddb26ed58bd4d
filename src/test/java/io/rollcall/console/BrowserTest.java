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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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

    /** The rules that light and dark make a difference to. */
    private static final List<String> ON_COLOURS = List.of("color-contrast", "link-in-text-block");

    /** What a page is made of: its visible parts without their words, and the order of its headings. */
    private static final String SHAPE = """
            () => {
              const seen = [...document.querySelectorAll('body *')].filter(node => node.checkVisibility());
              const parts = new Set(seen.map(node => [
                node.parentElement.tagName,
                node.tagName,
                node.getAttribute('class'),
                node.getAttributeNames().filter(name => !name.startsWith('hx-')).sort(),
                node.getAttribute('role'),
                node.getAttribute('type'),
                node.textContent.trim() === ''
              ].join(' ')));
              const headings = seen.filter(node => /^H[1-6]$/.test(node.tagName)).map(node => node.tagName);
              return window.innerWidth + [...parts].sort().join(';') + headings.join('');
            }
            """;

    /**
     * What is wrong between the parts of a page, which the shape doesn't show: names of parts that are given twice, that lead
     * nowhere or that label nothing, and fields without a label or with a message that isn't theirs.
     */
    private static final String BROKEN_REFERENCES = """
            () => {
              const broken = [];
              const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
              ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => broken.push('two parts with the id ' + id));
              const known = new Set(ids);
              const references = ['for', 'list', 'form', 'headers', 'popovertarget', 'aria-labelledby', 'aria-describedby',
                'aria-controls', 'aria-owns', 'aria-details', 'aria-errormessage', 'aria-activedescendant'];
              // a field names its message before there is one
              const mayLack = (id, node) => id.endsWith('-error') && node.ariaInvalid !== 'true';
              const referred = new Set();
              references.forEach(name => document.querySelectorAll('[' + name + ']').forEach(node =>
                node.getAttribute(name).split(/\\s+/).forEach(id => {
                  referred.add(id);
                  if (!known.has(id) && !mayLack(id, node)) {
                    broken.push(name + ' of ' + node.outerHTML.slice(0, 120) + ' leads nowhere');
                  }
                })));
              ids.filter(id => id.endsWith('-error') && !referred.has(id)).forEach(id =>
                broken.push('the message ' + id + ' is of no field'));
              document.querySelectorAll('a[href^="#"]').forEach(node => {
                if (!known.has(node.getAttribute('href').slice(1))) {
                  broken.push(node.outerHTML.slice(0, 120) + ' leads nowhere');
                }
              });
              document.querySelectorAll('label').forEach(node => {
                if (node.control === null) {
                  broken.push(node.outerHTML.slice(0, 120) + ' labels nothing');
                }
              });
              document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach(node => {
                if (node.labels.length === 0 && !node.ariaLabel && !node.hasAttribute('aria-labelledby') && !node.title) {
                  broken.push(node.outerHTML.slice(0, 120) + ' has no label');
                }
              });
              return broken;
            }
            """;

    private static final Set<String> LOOKED_AT = ConcurrentHashMap.newKeySet();

    /** An answer with an error status is no mistake of the page: the browser and htmx only tell of it. */
    private static final Pattern TELLS_OF_AN_ERROR_STATUS =
            Pattern.compile("Failed to load resource|Response Status Error Code");

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
            if (message.type().equals("error")
                    && !TELLS_OF_AN_ERROR_STATUS.matcher(message.text()).lookingAt()) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.navigate(path);
        return page;
    }

    /**
     * No rule of WCAG is broken, in light and dark, no reference from one part of the page to another is, and nothing sticks out
     * to the right. Where a page is made of the same parts as one that was looked at before, at the same width, the rules that
     * concern each part by itself are not tried again.
     */
    @SuppressWarnings("unchecked")
    protected static void accessible(Page page) {
        var broken = (List<String>) page.evaluate(BROKEN_REFERENCES);
        assertThat(broken).as(page.url()).isEmpty();
        if (LOOKED_AT.add((String) page.evaluate(SHAPE))) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            check(page, ColorScheme.LIGHT, new AxeBuilder(page).withTags(WCAG));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            check(page, ColorScheme.DARK, new AxeBuilder(page).withRules(ON_COLOURS));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        }
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page.url() + " is wider than its window")
                .isTrue();
    }

    private static void check(Page page, ColorScheme scheme, AxeBuilder axe) {
        var violations = axe.setLegacyMode(true).analyze().getViolations();
        assertThat(violations)
                .as("%s, %s: %s", page.url(), scheme, describe(violations))
                .isEmpty();
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

    /**
     * Pictures of a page to look at, in light and dark, where {@code -Dconsole.pictures=true} asks for them:
     * {@code target/console/<name>-dark.png}.
     */
    protected static void picture(Page page, String name) {
        if (!Boolean.getBoolean("console.pictures")) {
            return;
        }
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(
                            "target/console/" + name + "-" + scheme.name().toLowerCase() + ".png"))
                    .setFullPage(true));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
