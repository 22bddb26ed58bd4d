package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.call.SourcePage;
import io.rollcall.source.Part;
import io.rollcall.trace.Tracing;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Puts pages into the pipe and takes them out of it again. */
@Component("pages")
public class Pages {

    private final ObjectMapper json;
    private final ActiveRuns active;
    private final RunLedger ledger;
    private final Matching matching;
    private final Runs runs;
    private final Secrets secrets;
    private final Tracing tracing;
    private final Clock clock;

    /** A number for each page a run has read here, to notice a source that gives the same pages for ever. */
    private final Map<RunContext, Set<Integer>> pagesRead = Collections.synchronizedMap(new WeakHashMap<>());

    Pages(
            ObjectMapper json,
            ActiveRuns active,
            RunLedger ledger,
            Matching matching,
            Runs runs,
            Secrets secrets,
            Tracing tracing,
            Clock clock) {
        this.json = json;
        this.active = active;
        this.ledger = ledger;
        this.matching = matching;
        this.runs = runs;
        this.secrets = secrets;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Makes the message for a page that was read.
     *
     * @throws EndlessList if the run has read this page before: the list can't be read to its end
     * @throws UnknownList if no record of the first page has a device id
     */
    public byte[] message(SourcePage page, Scan scan) throws EndlessList, UnknownList {
        var run = scan.run();
        var devices = devices(page, scan);
        requireIds(run, scan, devices);
        var message = new PageMessage(
                run.connection().name(),
                run.lease().run(),
                run.lease().fence(),
                run.kind(),
                scan.page(),
                scan.position(),
                page.next(),
                clock.instant(),
                devices,
                secrets.sealed(page.items(), scan),
                Optional.empty());
        return write(message);
    }

    /**
     * The devices of a page that was read, without what the mapping restricts.
     *
     * @throws EndlessList if the run has read this page before: the list can't be read to its end
     */
    List<JsonNode> devices(SourcePage page, Scan scan) throws EndlessList {
        var mapping = scan.run().connection().source().mapping();
        var devices = page.items().stream()
                .map(item -> mapping.strip(Part.LIST, item))
                .toList();
        refuseRepetition(scan.run(), scan, devices);
        return devices;
    }

    /**
     * Makes the message of a run's last page once more, without its devices: it is stored already, so that all that
     * happens is the run's end, in the place and with the retries of any other.
     */
    public byte[] lastAgain(Scan scan) {
        var run = scan.run();
        return write(new PageMessage(
                run.connection().name(),
                run.lease().run(),
                run.lease().fence(),
                run.kind(),
                scan.page() - 1,
                scan.position(),
                Optional.empty(),
                clock.instant(),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Makes the message that the list couldn't be read further. */
    public byte[] ending(Scan scan, Exception failure) {
        var run = scan.run();
        return write(new PageMessage(
                run.connection().name(),
                run.lease().run(),
                run.lease().fence(),
                run.kind(),
                scan.page(),
                scan.position(),
                Optional.empty(),
                clock.instant(),
                List.of(),
                Optional.empty(),
                Optional.of(Runs.ending(failure))));
    }

    private byte[] write(PageMessage message) {
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A page that was read as JSON can't be written as JSON", e);
        }
    }

    /** One record without an id is one odd record; a list of them is another list than the one that is known. */
    private static void requireIds(RunContext run, Scan scan, List<JsonNode> devices) throws UnknownList {
        var mapping = run.connection().source().mapping();
        if (scan.page() == 0
                && devices.size() > 1
                && devices.stream().allMatch(device -> mapping.sourceId(device).isEmpty())) {
            throw new UnknownList();
        }
    }

    private void refuseRepetition(RunContext run, Scan scan, List<JsonNode> devices) throws EndlessList {
        var mapping = run.connection().source().mapping();
        var ids = new ArrayList<String>();
        devices.forEach(device -> mapping.sourceId(device).ifPresent(ids::add));
        var before = pagesRead.computeIfAbsent(run, any -> ConcurrentHashMap.newKeySet());
        if (!ids.isEmpty() && !before.add(ids.hashCode())) {
            throw new EndlessList(scan.page());
        }
    }

    /** The scan once its page was read. */
    public Scan next(SourcePage page, Scan scan) {
        return scan.next(page.next());
    }

    /**
     * Ends the run of a page that couldn't be opened or stored.
     *
     * @param page the page, or the message it couldn't be opened from
     */
    public void stop(Object page, Throwable thrown) throws IOException {
        var failure = thrown instanceof Exception exception
                ? exception
                : new IllegalStateException("A step of the routes broke: " + thrown, thrown);
        if (page instanceof Page opened) {
            Tracing.fail(opened.trace(), failure);
            runs.stop(opened.run(), failure);
        } else if (page instanceof byte[] message) {
            var unopened = json.readValue(message, PageMessage.class);
            active.of(new Lease(unopened.run(), unopened.fence()), unopened.kind(), unopened.connection())
                    .ifPresent(run -> runs.stop(run, failure));
        }
    }

    /** Opens a page and compares its devices with what is known; empty of devices where its run goes on elsewhere. */
    public Page open(byte[] message) throws IOException, InterruptedException {
        var page = json.readValue(message, PageMessage.class);
        var lease = new Lease(page.run(), page.fence());
        if (page.ending().isEmpty()) {
            // Before anything that can fail: while this page is tried again those after it must know that it comes.
            active.find(lease).ifPresent(known -> known.begin(page.number()));
        }
        if (!ledger.isHeld(lease)) {
            active.find(lease).ifPresent(runs::leave);
            return Page.stale();
        }
        var run = active.of(lease, page.kind(), page.connection());
        if (run.isEmpty()) {
            return Page.stale();
        }
        if (page.ending().isPresent()) {
            run.get().awaitEarlier(page.number());
            runs.stop(run.get(), page.ending().get());
            return Page.stale();
        }
        run.get().begin(page.number());
        var trace = tracing.page(run.get().trace(), page.connection(), page.number());
        var devices = matching.compare(run.get(), trace, page.devices());
        return new Page(
                run.get(),
                trace,
                page.number(),
                page.position(),
                page.next(),
                page.readAt(),
                devices,
                secrets.opened(page));
    }
}
