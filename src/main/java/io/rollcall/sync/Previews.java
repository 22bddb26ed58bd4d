package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.call.Failures;
import io.rollcall.call.ListScope;
import io.rollcall.call.SourcePage;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.Connections;
import io.rollcall.inventory.ObservedDevice;
import io.rollcall.inventory.PageOfDevices;
import io.rollcall.inventory.PreviewStore;
import io.rollcall.inventory.Remark;
import io.rollcall.inventory.SeenDevice;
import io.rollcall.sync.DeviceResult.Mapped;
import io.rollcall.sync.DeviceResult.Skipped;
import io.rollcall.sync.DeviceResult.Unchanged;
import io.rollcall.sync.RunLedger.Position;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Service;

/**
 * Previews: the list is read and decided as a sync would, and nothing is stored, not even a run. They live in this
 * process for an hour.
 */
@Service("previews")
public class Previews {

    private static final Duration KEPT = Duration.ofHours(1);

    private final Connections connections;
    private final Matching matching;
    private final Pages pages;
    private final Devices devices;
    private final PreviewStore store;
    private final ProducerTemplate routes;
    private final Clock clock;
    private final Map<String, Preview> previews = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Previews(
            Connections connections,
            Matching matching,
            Pages pages,
            Devices devices,
            PreviewStore store,
            ProducerTemplate routes,
            Clock clock) {
        this.connections = connections;
        this.matching = matching;
        this.pages = pages;
        this.devices = devices;
        this.store = store;
        this.routes = routes;
        this.clock = clock;
    }

    /**
     * Begins a preview, or joins the one that is under way for the connection with the settings it has, and waits a little for
     * its end.
     *
     * @throws ConnectionProblem if there is no such connection, or its credentials can't be read
     */
    public PreviewReport begin(String name, Duration patience) {
        var connection = connections.find(name).orElseThrow(() -> ConnectionProblem.notFound(name));
        previews.values()
                .removeIf(old -> !old.isRunning() && old.begun().plus(KEPT).isBefore(clock.instant()));
        var preview = previews.values().stream()
                .filter(other -> other.isOf(connection) && other.isRunning())
                .findFirst()
                .orElseGet(() -> start(connection));
        try {
            preview.ended().await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return preview.report();
    }

    private Preview start(Connection connection) {
        var preview = new Preview(UUID.randomUUID().toString(), connection, clock.instant());
        previews.put(preview.id(), preview);
        // No run of the ledger has a number below zero: nothing can be stored for this one.
        var run = new RunContext(new Lease(-numbers.incrementAndGet(), 0), RunKind.SYNC, connection, Span.getInvalid());
        routes.asyncSendBody(
                "direct:preview", new PreviewRequest(preview, Scan.of(run, new Position(0, "", ListScope.ALL))));
        return preview;
    }

    /** What the route {@code preview} begins with. */
    record PreviewRequest(Preview preview, Scan scan) {}

    /** Decides a page as if the pages before it had been stored. */
    public void decide(SourcePage page, Scan scan, Preview preview) throws EndlessList {
        var run = scan.run();
        var observed = new ArrayList<ObservedDevice>();
        var seen = new ArrayList<SeenDevice>();
        var unusable = new ArrayList<Remark>();
        for (var device : matching.compare(run, run.trace(), pages.devices(page, scan))) {
            var result = device.isUnusable()
                    ? devices.skip(device)
                    : device.isUnchanged() ? devices.seen(device) : devices.map(device);
            if (result instanceof Mapped mapped) {
                observed.add(mapped.device());
            } else if (result instanceof Unchanged unchanged) {
                seen.add(unchanged.device());
            } else if (result instanceof Skipped skipped) {
                unusable.add(skipped.remark());
            }
        }
        var connection = run.connection();
        var decided = store.decide(
                new PageOfDevices(
                        connection.id(),
                        connection.name(),
                        connection.policy(),
                        run.lease().run(),
                        false,
                        Duration.ZERO,
                        observed,
                        seen,
                        Set.of()),
                preview.planned());
        preview.add(decided, seen.size(), unusable);
    }

    /** Every page is decided. */
    public void done(Preview preview) {
        preview.end(Preview.State.DONE, "");
    }

    /** The list can't be read further. */
    public void fail(Preview preview, Exception failure) {
        preview.end(
                Preview.State.FAILED,
                failure instanceof EndlessList endless ? endless.getMessage() : Failures.explain(failure));
    }

    /**
     * Whether the preview came to a good end, and shows what a sync of this connection would do: with another version's
     * settings, or made anew under the same name, it may lead to another tenant.
     */
    public boolean isDoneFor(String id, Connection connection) {
        return Optional.ofNullable(previews.get(id))
                .filter(preview -> preview.isDone() && preview.isOf(connection))
                .isPresent();
    }

    public Optional<PreviewReport> find(String id) {
        return Optional.ofNullable(previews.get(id)).map(Preview::report);
    }
}
