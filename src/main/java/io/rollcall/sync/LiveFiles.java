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
import java.util.LinkedHashSet;
import java.util.List;
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
    private Optional<Texts> refused = Optional.empty();

    /** Connections whose policy has changed and whose devices don't know it yet. */
    private final Set<Long> toDecideAnew = new LinkedHashSet<>();

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
    void begin() {
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
            var now = Texts.read(home);
            var settled = now.equals(seen);
            seen = now;
            if (settled && !refused.filter(now::equals).isPresent()) {
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
            transaction.executeWithoutResult(status -> alerts.close(AlertKind.FILES_REFUSED, "the files were mended"));
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
        LOG.error("A changed file can't be used, what was there before goes on: {}", problem);
        transaction.executeWithoutResult(status -> alerts.open(
                AlertKind.FILES_REFUSED,
                "A changed file can't be used: " + problem + " Nothing was taken over, what was there before goes on."
                        + " Correct the file; it is looked at again by itself."));
        refused = Optional.of(now);
    }

    private void takeOver(Texts now) {
        var newSources = sources.with(now.mappings());
        var newPresets = presets.with(now.presets());
        var effect = connections.effect(newSources, newPresets);
        if (!effect.unusable().isEmpty()) {
            throw new InvalidSettings(effect.unusable().stream()
                    .map(sentence -> new Problem("mappings/ or presets/", 0, "", sentence, ""))
                    .toList());
        }
        trial.run(now.routes(), newSources);
        routes.renew(() -> {
            replace(inForce.routes(), now.routes());
            sources.become(newSources);
            presets.become(newPresets);
            toDecideAnew.addAll(effect.decideAnew());
            LOG.info("Changed files were taken over: {}", changes(inForce, now));
            inForce = now;
        });
    }

    /** Where the database is away, at the next look. */
    private void decideAnew() {
        for (var connection : List.copyOf(toDecideAnew)) {
            dependents.policyChanges(connection);
            toDecideAnew.remove(connection);
        }
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
        } catch (Exception e) {
            throw new IllegalStateException("The routes can't be put back; restart Rollcall", e);
        }
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
