package io.rollcall.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Chromium for all tests of this JVM: the one that the machine has, none is downloaded. */
final class Browsers {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> PLACES =
            List.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/Applications/Google Chrome.app/Contents/MacOS");

    /** No sandbox: as root and in containers it has none. The others keep it from asking its maker for anything. */
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private Browsers() {}

    static Browser chromium() {
        return Shared.CHROMIUM;
    }

    /** Made when first asked for. */
    private static final class Shared {

        private static final Playwright PLAYWRIGHT = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

        private static final Browser CHROMIUM = PLAYWRIGHT
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(installed()).setArgs(ARGUMENTS));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(PLAYWRIGHT::close));
        }
    }

    /** Tests run in two programs: the second one waits until the first has installed it. */
    private static Path installed() {
        try (var file = FileChannel.open(
                        Path.of(System.getProperty("java.io.tmpdir"), "rollcall-chromium.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = file.lock()) {
            assert lock.isValid();
            return foundOrInstalled();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path foundOrInstalled() {
        return find().or(Browsers::install)
                .orElseThrow(
                        () -> new IllegalStateException("The tests of the console need Chromium, and this machine has "
                                + "none. Install it: apt-get install -y chromium (Debian), brew install --cask google-chrome "
                                + "(macOS), or put a Chrome or Chromium on the PATH."));
    }

    private static Optional<Path> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.concat(Arrays.stream(path), PLACES.stream())
                .flatMap(place -> Stream.concat(NAMES.stream(), Stream.of("Google Chrome"))
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** As root on Debian it is one command away. */
    private static Optional<Path> install() {
        if (!System.getProperty("user.name").equals("root") || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        try {
            for (var command : List.of("apt-get -q update", "apt-get -q -y install chromium")) {
                var builder = new ProcessBuilder(command.split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
                var process = builder.start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return find();
    }
}
