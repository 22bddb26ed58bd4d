package io.rollcall.sync;

import io.rollcall.connection.Connection;
import io.rollcall.inventory.Outcome;
import io.rollcall.inventory.PlannedInventory;
import io.rollcall.inventory.PlannedPage;
import io.rollcall.inventory.PlannedPage.PlannedDevice;
import io.rollcall.inventory.PlannedPage.PlannedPerson;
import io.rollcall.inventory.Remark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What a sync would do, as far as it is known: it grows page by page. Counts are complete; of the lists the first
 * {@value #SHOWN} entries are kept, so that memory doesn't grow with the fleet's texts. Thread-safe.
 */
final class Preview {

    static final int SHOWN = 1_000;

    /** Where a preview stands. */
    public enum State {
        RUNNING,
        DONE,
        FAILED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final Connection connection;
    private final Instant begun;
    private PlannedInventory planned = new PlannedInventory();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final List<PlannedDevice> created = new ArrayList<>();
    private final List<PlannedDevice> updated = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<PlannedPerson> people = new ArrayList<>();
    private int peopleCount;
    private int duplicatePeopleCount;
    private int pages;
    private State state = State.RUNNING;
    private String message = "";

    /** @param connection as it was read for the preview: another version of it has other settings */
    Preview(String id, Connection connection, Instant begun) {
        this.id = id;
        this.connection = connection;
        this.begun = begun;
    }

    String id() {
        return id;
    }

    /** Whether it is of this connection with just these settings. */
    boolean isOf(Connection other) {
        return connection.id() == other.id() && connection.version() == other.version();
    }

    Instant begun() {
        return begun;
    }

    synchronized PlannedInventory planned() {
        return planned;
    }

    CountDownLatch ended() {
        return ended;
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized boolean isDone() {
        return state == State.DONE;
    }

    synchronized void add(PlannedPage page, int unchanged, List<Remark> unusable) {
        pages++;
        counts.merge(Outcome.UNCHANGED, unchanged, Integer::sum);
        page.devices().forEach(this::add);
        counts.merge(Outcome.SKIPPED, unusable.size(), Integer::sum);
        unusable.forEach(remark -> keep(remarks, remark));
        page.people().forEach(person -> {
            peopleCount++;
            if (!person.namesakes().isEmpty()) {
                duplicatePeopleCount++;
            }
            keep(people, person);
        });
    }

    private void add(PlannedDevice device) {
        counts.merge(device.outcome(), 1, Integer::sum);
        if (device.outcome() == Outcome.CREATED) {
            keep(created, device);
        } else if (device.outcome() == Outcome.UPDATED) {
            keep(updated, device);
        }
        device.remarks().forEach(remark -> keep(remarks, remark));
    }

    private static <T> void keep(List<T> list, T entry) {
        if (list.size() < SHOWN) {
            list.add(entry);
        }
    }

    synchronized void end(State how, String why) {
        state = how;
        message = why;
        // As large as the fleet, and of no use any more.
        planned = new PlannedInventory();
        ended.countDown();
    }

    synchronized PreviewReport report() {
        var seen = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new PreviewReport(
                id,
                connection.name(),
                state.key(),
                message,
                begun,
                pages,
                seen,
                counts.getOrDefault(Outcome.CREATED, 0),
                counts.getOrDefault(Outcome.UPDATED, 0),
                counts.getOrDefault(Outcome.UNCHANGED, 0),
                counts.getOrDefault(Outcome.SKIPPED, 0),
                counts.getOrDefault(Outcome.DUPLICATE, 0),
                peopleCount,
                duplicatePeopleCount,
                warning(),
                created.stream().map(Preview::device).toList(),
                updated.stream().map(Preview::device).toList(),
                remarks.stream()
                        .map(remark -> new PreviewReport.Note(
                                remark.kind().key(),
                                remark.sourceId(),
                                remark.serial(),
                                remark.deviceName(),
                                remark.reason()))
                        .toList(),
                List.copyOf(people));
    }

    /** A11: what a person should know before the first sync. */
    private Optional<String> warning() {
        if (peopleCount == 0) {
            return Optional.empty();
        }
        var warning = peopleCount + (peopleCount == 1 ? " person" : " people") + " would be created.";
        return Optional.of(
                duplicatePeopleCount == 0
                        ? warning
                        : warning + " " + duplicatePeopleCount + " of them probably are here already under another "
                                + "e-mail address: add that address to the person first.");
    }

    private static PreviewReport.DevicePlan device(PlannedDevice device) {
        return new PreviewReport.DevicePlan(
                device.sourceId(), device.serial(), device.deviceName(), device.assetId(), device.changes());
    }
}
