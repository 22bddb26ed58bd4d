package io.rollcall.sync;

import io.rollcall.deadletter.DeadLetters;
import io.rollcall.deadletter.DeadLetters.Letter;
import io.rollcall.inventory.DeviceStore;
import io.rollcall.inventory.Outcome;
import io.rollcall.inventory.PageOfDevices;
import io.rollcall.inventory.PlannerStatistics;
import io.rollcall.inventory.SeenDevice;
import io.rollcall.inventory.StoredDevices;
import io.rollcall.metrics.Counts;
import io.rollcall.sync.DeviceResult.Failed;
import io.rollcall.sync.DeviceResult.Interrupted;
import io.rollcall.sync.DeviceResult.Mapped;
import io.rollcall.sync.DeviceResult.Skipped;
import io.rollcall.sync.DeviceResult.Unchanged;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores a page: everything it changes, its dead letters and its row in the ledger, in one transaction. A page that is
 * stored already is left alone; a page whose run has another owner by now is refused.
 */
@Component("store")
public class PageStore {

    private final RunLedger ledger;
    private final DeviceStore devices;
    private final DeadLetters deadLetters;
    private final Secrets secrets;
    private final PlannerStatistics statistics;
    private final Counts metrics;
    private final Duration stillness;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PageStore(
            RunLedger ledger,
            DeviceStore devices,
            DeadLetters deadLetters,
            Secrets secrets,
            PlannerStatistics statistics,
            Counts metrics,
            SyncProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.clock = clock;
        this.ledger = ledger;
        this.stillness = properties.lease();
        this.devices = devices;
        this.deadLetters = deadLetters;
        this.secrets = secrets;
        this.statistics = statistics;
        this.metrics = metrics;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @throws Exception what kept the page's devices from being read: then nothing of the page is stored */
    public StoredPage store(Page page) throws Exception {
        var results = page.results();
        for (var result : results) {
            if (result instanceof Interrupted interrupted) {
                throw interrupted.cause();
            }
        }
        var stored = storeInTurn(page, Sorted.of(results));
        page.trace().end();
        return stored;
    }

    /** The next page is read while this one is stored, and stored after it. */
    private StoredPage storeInTurn(Page page, Sorted results) throws InterruptedException {
        var run = page.run();
        Optional<StoredPage> stored;
        do {
            var mayCome = run.awaitTurn(page.number());
            var calls = run.calls();
            stored = transaction.execute(status -> store(page, results, calls));
            if (stored.isPresent()) {
                run.callsWritten(calls);
                run.pagesStored(page.number() + 1);
                stored.get()
                        .counts()
                        .forEach((outcome, count) ->
                                metrics.devices(run.connection().name(), outcome.key(), count));
                if (stored.get().grew()) {
                    statistics.pageStored(page.number());
                }
            } else if (!mayCome) {
                throw new EarlierPageMissing();
            }
        } while (stored.isEmpty() && run.isGoingOn());
        return stored.orElseGet(() -> StoredPage.nothing(run, false));
    }

    /** Empty: it isn't the page's turn yet. */
    private Optional<StoredPage> store(Page page, Sorted results, long calls) {
        var pages = ledger.lock(page.lease(), stillness);
        pages.ifPresent(page.run()::pagesStored);
        if (pages.isPresent() && pages.get() < page.number()) {
            return Optional.empty();
        }
        if (pages.isEmpty() || pages.get() != page.number()) {
            // The last page again: its commit or the end of its run may not have come through the first time.
            var again = pages.isPresent() && pages.get() == page.number() + 1;
            return Optional.of(StoredPage.nothing(page.run(), again && page.last()));
        }
        var seenBefore = page.number() == 0
                ? Set.<String>of()
                : ledger.seenBefore(page.lease().run(), page.run().connection().id(), results.ids(), results.serials());
        var fresh = results.without(seenBefore);
        var stored = devices.store(fresh.page(page, page.age(clock.instant()), seenBefore));
        var failed = new ArrayList<>(fresh.failed());
        stored.rejected().forEach(rejected -> failed.add(refusedByDatabase(rejected)));
        keepLetters(page, failed, fresh, stored);
        secrets.keep(page, fresh.mapped(), fresh.unchanged());
        var remarks = new ArrayList<>(stored.remarks());
        fresh.skipped().forEach(skipped -> remarks.add(skipped.remark()));
        var counts = counts(fresh, stored, failed);
        ledger.storePage(page, fresh.ids(), counts, calls, remarks);
        return Optional.of(new StoredPage(page.run(), page.last(), counts));
    }

    private void keepLetters(Page page, List<Failed> failed, Sorted results, StoredDevices stored) {
        var connection = page.run().connection().id();
        var run = page.lease().run();
        var good = new HashSet<>(stored.outcomes().keySet());
        results.unchanged().forEach(device -> good.add(device.sourceId()));
        results.skipped().forEach(device -> good.add(device.sourceId()));
        good.retainAll(page.failedBefore());
        deadLetters.close(connection, run, good);
        deadLetters.keep(connection, run, failed.stream().map(PageStore::letter).toList());
    }

    private static Map<Outcome, Integer> counts(Sorted results, StoredDevices stored, List<Failed> failed) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        stored.outcomes().values().forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
        counts.merge(Outcome.UNCHANGED, results.unchanged().size(), Integer::sum);
        counts.merge(Outcome.SKIPPED, results.skipped().size(), Integer::sum);
        counts.merge(Outcome.FAILED, failed.size(), Integer::sum);
        return counts;
    }

    private static Failed refusedByDatabase(StoredDevices.Rejected rejected) {
        var device = rejected.device().device();
        return new Failed(
                device.sourceId(),
                device.serial().map(serial -> serial.original()).orElse(""),
                device.attributes().get(io.rollcall.device.Field.DEVICE_NAME).orElse(""),
                "store",
                rejected.error(),
                "The database refused this device's row: " + rejected.reason(),
                rejected.device().list());
    }

    private static Letter letter(Failed failed) {
        return new Letter(
                failed.sourceId(),
                failed.serial(),
                failed.deviceName(),
                failed.stage(),
                failed.error(),
                failed.message(),
                failed.payload());
    }

    /** A page's results by kind. */
    private record Sorted(List<Mapped> mapped, List<SeenDevice> unchanged, List<Skipped> skipped, List<Failed> failed) {

        static Sorted of(List<DeviceResult> results) {
            var sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            results.forEach(sorted::add);
            return sorted;
        }

        private void add(DeviceResult result) {
            if (result instanceof Mapped device) {
                mapped.add(device);
            } else if (result instanceof Unchanged device) {
                unchanged.add(device.device());
            } else if (result instanceof Skipped device) {
                skipped.add(device);
            } else if (result instanceof Failed device) {
                failed.add(device);
            }
        }

        Set<String> ids() {
            var ids = new LinkedHashSet<String>();
            mapped.forEach(device -> ids.add(device.device().sourceId()));
            unchanged.forEach(device -> ids.add(device.sourceId()));
            skipped.forEach(device -> ids.add(device.sourceId()));
            failed.forEach(device -> ids.add(device.sourceId()));
            return ids;
        }

        Set<String> serials() {
            return mapped.stream()
                    .flatMap(device -> device.device().device().serial().stream())
                    .map(serial -> serial.normalised())
                    .collect(Collectors.toSet());
        }

        /** The results without those of devices that an earlier page had: the list moved while it was read. */
        Sorted without(Set<String> seenBefore) {
            return new Sorted(
                    mapped.stream()
                            .filter(device ->
                                    !seenBefore.contains(device.device().sourceId()))
                            .toList(),
                    unchanged.stream()
                            .filter(device -> !seenBefore.contains(device.sourceId()))
                            .toList(),
                    skipped.stream()
                            .filter(device -> !seenBefore.contains(device.sourceId()))
                            .toList(),
                    failed.stream()
                            .filter(device -> !seenBefore.contains(device.sourceId()))
                            .toList());
        }

        PageOfDevices page(Page page, Duration age, Set<String> seenBefore) {
            var connection = page.run().connection();
            return new PageOfDevices(
                    connection.id(),
                    connection.name(),
                    connection.policy(),
                    page.lease().run(),
                    page.run().kind() == RunKind.ON_DEMAND || page.run().kind() == RunKind.REPLAY,
                    age,
                    mapped.stream().map(Mapped::device).toList(),
                    unchanged,
                    seenBefore);
        }
    }
}
