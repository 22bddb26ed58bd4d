package io.rollcall.sync;

import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.connection.Connections;
import io.rollcall.connection.Dependents;
import io.rollcall.policy.Presets;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.source.Sources;
import io.rollcall.startup.Home;
import io.rollcall.startup.RouteFileFailure;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes changed files in {@code routes/}, {@code mappings/} and {@code presets/} over without a restart, between two pages
 * (X8). All are tried out first: where one can't be used, everything goes on as it was, and an alert says which file, which
 * line and why, until it is mended. Files are looked at again and again, as mounted folders tell of no changes.
 */
@Component
class LiveFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFiles.class);

    private static final String GOES_ON = " Nothing was taken over, what was there before goes on.";

    private static final String MISSING =
            " What was there before could not be put back either, so that syncs may not work. That is tried again every few"
                    + " seconds; start Rollcall anew if it stays so.";

    private final Home home;
    private final CamelContext camel;
    private final Sources sources;
    private final Presets presets;
    private final Connections connections;
    private final Dependents dependents;
    private final ConnectionRoutes routes;
    private final RouteTrial trial;
    private final Alerts alerts;
    private final TransactionTemplate transaction;

    /** The folders that were there at the start. */
    private final Set<String> folders;

    private Texts inForce;
    private Texts seen;
    private Optional<Refusal> refused = Optional.empty();

    /** The routes could neither be changed nor put back. */
    private boolean routesAreMissing;

    /** Whether presets may have changed since it was last looked whose devices are to be decided anew. */
    private boolean presetsMayHaveChanged;

    private volatile boolean ready;

    /**
     * All files as they are at one moment.
     *
     * @param routes location → content
     * @param mappings file name → content
     * @param presets file name → content
     */
    private record Texts(Map<String, String> routes, Map<String, String> mappings, Map<String, String> presets) {

        static Texts read(Home home) {
            return new Texts(home.routeTexts(), home.yamlFiles(Sources.FOLDER), home.yamlFiles(Presets.FOLDER));
        }
    }

    /** @param problem why these files can't be used */
    private record Refusal(Texts files, String problem) {}

    LiveFiles(
            Home home,
            CamelContext camel,
            Sources sources,
            Presets presets,
            Connections connections,
            Dependents dependents,
            ConnectionRoutes routes,
            RouteTrial trial,
            Alerts alerts,
            TransactionTemplate transaction) {
        this.home = home;
        this.camel = camel;
        this.sources = sources;
        this.presets = presets;
        this.connections = connections;
        this.dependents = dependents;
        this.routes = routes;
        this.trial = trial;
        this.alerts = alerts;
        this.transaction = transaction;
        this.folders = home.ownFolders();
        this.inForce = Texts.read(home);
        this.seen = inForce;
    }

    /** A start with files that can't be used ends: whatever was refused before is mended. */
    @EventListener(ApplicationReadyEvent.class)
    synchronized void begin() {
        presetsMayHaveChanged = true;
        alerts.close(AlertKind.FILES_REFUSED, "a start with the files");
        ready = true;
    }

    /** A file that is being written is left alone until it looks the same twice. */
    @Scheduled(fixedDelayString = "${rollcall.files.look-every:5s}")
    synchronized void look() {
        if (!ready || !camel.isStarted()) {
            return;
        }
        try {
            if (routesAreMissing && !restored()) {
                return;
            }
            var now = Texts.read(home);
            var settled = now.equals(seen);
            seen = now;
            if (settled && refused.filter(before -> before.files().equals(now)).isEmpty()) {
                follow(now);
            }
            decideAnew();
        } catch (UncheckedIOException e) {
            LOG.debug("The files can't be read just now", e);
        } catch (DataAccessException e) {
            LOG.warn(
                    "Changed files wait for the database: {}",
                    e.getMostSpecificCause().getMessage());
        }
    }

    private void follow(Texts now) {
        if (!now.equals(inForce)) {
            try {
                requireFolders();
                takeOver(now);
            } catch (RouteFileFailure e) {
                refuse(now, e.problem() + ".");
                return;
            } catch (InvalidSettings e) {
                refuse(now, String.valueOf(e.getMessage()));
                return;
            }
        }
        if (refused.isPresent()) {
            alerts.close(AlertKind.FILES_REFUSED, "the files were mended");
            refused = Optional.empty();
        }
    }

    /** At a start the jar's copies stand in for a folder; they must not because one is moved or not mounted for a while. */
    private void requireFolders() {
        var gone = folders.stream()
                .filter(folder -> !home.ownFolders().contains(folder))
                .findFirst();
        if (gone.isPresent()) {
            throw new RouteFileFailure(
                    gone.get() + "/", "the folder is gone; to use what the jar brings instead, start Rollcall anew");
        }
    }

    private void refuse(Texts now, String problem) {
        var message = "A changed file can't be used: " + problem + (routesAreMissing ? MISSING : GOES_ON)
                + " Correct the file; it is looked at again by itself.";
        LOG.error(message);
        alerts.open(AlertKind.FILES_REFUSED, message);
        refused = Optional.of(new Refusal(now, problem));
    }

    private void takeOver(Texts now) {
        var newSources = sources.with(now.mappings());
        var newPresets = presets.with(now.presets());
        var unusable = connections.unusableWith(newSources, newPresets);
        if (!unusable.isEmpty()) {
            throw new InvalidSettings(unusable.stream()
                    .map(sentence -> new Problem("mappings/ or presets/", 0, "", sentence, ""))
                    .toList());
        }
        trial.run(now.routes(), newSources);
        routes.renew(() -> {
            replace(inForce.routes(), now.routes());
            sources.become(newSources);
            presets.become(newPresets);
            presetsMayHaveChanged = true;
            LOG.info("Changed files were taken over: {}", changes(inForce, now));
            inForce = now;
        });
    }

    /** Where the database is away, at the next look; where the process ends before, at the next start. */
    private void decideAnew() {
        if (!presetsMayHaveChanged) {
            return;
        }
        for (var redecision : connections.redecisions()) {
            transaction.executeWithoutResult(status -> {
                if (redecision.ofDevices()) {
                    dependents.policyChanges(redecision.connection());
                }
                connections.decided(redecision);
            });
        }
        presetsMayHaveChanged = false;
    }

    /** What was tried out a moment ago can't fail for its own sake; if it does, the old routes come back. */
    private void replace(Map<String, String> old, Map<String, String> now) {
        if (old.equals(now)) {
            return;
        }
        try {
            RouteLoading.replace(camel, old, now);
        } catch (Exception e) {
            LOG.error("The changed routes could not be put in place; the old ones come back", e);
            putBack(now, old);
            throw new RouteFileFailure("routes/", String.valueOf(e.getMessage()));
        }
    }

    private void putBack(Map<String, String> broken, Map<String, String> old) {
        try {
            RouteLoading.replaceAll(camel, broken, old);
            routesAreMissing = false;
        } catch (Exception e) {
            if (!routesAreMissing) {
                LOG.error("The routes can't be put back; it is tried again", e);
            }
            routesAreMissing = true;
        }
    }

    /** What kept the routes from being put back may have been a passing matter. */
    private boolean restored() {
        routes.renew(() -> putBack(inForce.routes(), inForce.routes()));
        if (!routesAreMissing) {
            LOG.info("The routes that could not be put back are there again");
            refused.ifPresent(before -> refuse(before.files(), before.problem()));
        }
        return !routesAreMissing;
    }

    /** The names of the files that aren't the same. */
    private static String changes(Texts old, Texts now) {
        return Stream.of(
                        changes(old.routes(), now.routes()),
                        changes(old.mappings(), now.mappings()),
                        changes(old.presets(), now.presets()))
                .flatMap(files -> files)
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> changes(Map<String, String> old, Map<String, String> now) {
        return Stream.of(old, now)
                .flatMap(texts -> texts.keySet().stream())
                .distinct()
                .filter(file -> !Objects.equals(old.get(file), now.get(file)))
                .map(file -> file.replaceFirst("^.*/(?=routes/)", ""))
                .sorted();
    }
}
