package io.rollcall.demo;

import io.rollcall.demo.FleetChange.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The devices and users of a simulated tenant. Nothing changes by itself: two reads of an unchanged device are equal byte
 * for byte. Thread safe; a change is visible to the next request.
 */
public final class SimulatedFleet {

    private static final Duration CHECK_IN_EVERY = Duration.ofMinutes(15);

    /** Details take some 3 kB each. */
    private static final int MOST_KEPT = 25_000;

    private final FleetGenerator generator;
    private final Clock clock;
    private final Clock checkIns;
    private final Map<String, FleetEntry> entries = new ConcurrentHashMap<>();
    private final Map<String, SimulatedUser> users = new LinkedHashMap<>();
    private final FleetOrder order = new FleetOrder();
    private final AtomicLong members = new AtomicLong();
    private final AtomicLong contents = new AtomicLong();
    private final Dice churn;
    private int nextNumber;

    /** @param checkIns devices check in as this clock goes on: a stopped one keeps every byte as it is */
    SimulatedFleet(FleetGenerator generator, int size, Clock clock, Clock checkIns) {
        this.generator = generator;
        this.clock = clock;
        this.checkIns = checkIns;
        this.churn = new Dice(generator.seed() + 4);
        var people = Math.max(1, size * 7 / 10);
        var list = new ArrayList<SimulatedUser>(people);
        for (var number = 0; number < people && size > 0; number++) {
            list.add(generator.user(number));
        }
        list.forEach(user -> users.put(user.id(), user));
        for (var assigned = 0; nextNumber < size; nextNumber++) {
            var has = generator.hasUser(nextNumber, generator.platform(nextNumber));
            var user =
                    has ? Optional.of(list.get(generator.userOf(assigned++, people))) : Optional.<SimulatedUser>empty();
            put(row(generator.device(nextNumber, user)));
        }
    }

    public int size() {
        return entries.size();
    }

    /** All devices, in the order they came; literal ones only by their id. */
    public List<String> ids() {
        return Arrays.stream(ordered("")).map(entry -> entry.row().deviceId()).toList();
    }

    /** The generated devices in the order they came. */
    public List<SimulatedDevice> devices() {
        return Arrays.stream(ordered(""))
                .map(FleetEntry::row)
                .filter(GeneratedRow.class::isInstance)
                .map(row -> ((GeneratedRow) row).device())
                .toList();
    }

    /** A generated device; empty for an unknown id and for a literal one. */
    public Optional<SimulatedDevice> device(String deviceId) {
        return entry(deviceId)
                .map(FleetEntry::row)
                .filter(GeneratedRow.class::isInstance)
                .map(row -> ((GeneratedRow) row).device());
    }

    /** All users, archived ones too, in the order the directory got to know them. */
    public List<SimulatedUser> users() {
        synchronized (users) {
            return List.copyOf(users.values());
        }
    }

    public Optional<SimulatedUser> user(String userId) {
        synchronized (users) {
            return Optional.ofNullable(users.get(userId));
        }
    }

    /** A new person without a device. */
    public SimulatedUser addUser() {
        synchronized (users) {
            var user = generator.user(users.size());
            users.put(user.id(), user);
            contents.incrementAndGet();
            return user;
        }
    }

    /** This person, without a device. */
    public SimulatedUser addUser(SimulatedUser user) {
        synchronized (users) {
            users.put(user.id(), user);
            contents.incrementAndGet();
            return user;
        }
    }

    /** The person leaves the directory and stays on their devices, marked as archived. */
    public void archiveUser(String userId) {
        synchronized (users) {
            users.computeIfPresent(userId, (id, user) -> user.archive());
        }
        user(userId)
                .ifPresent(user -> devices().stream()
                        .filter(device -> device.user().map(SimulatedUser::id).equals(Optional.of(userId)))
                        .forEach(device -> update(device.deviceId(), draft -> draft.user(user))));
        contents.incrementAndGet();
    }

    /** Enrols one more device, assigned to nobody. */
    public SimulatedDevice add() {
        return add(draft -> {});
    }

    /** Enrols one more device, changed before anyone sees it. */
    public synchronized SimulatedDevice add(Consumer<DeviceDraft> change) {
        var draft = generator.device(nextNumber++, Optional.empty()).draft();
        change.accept(draft);
        var device = draft.device();
        put(row(device));
        return device;
    }

    /**
     * Adds a device that is served exactly as given; one of the same id is replaced. A write to it through the API changes
     * its row of the list only.
     *
     * @param listJson a row of the device list, or a page with one row
     * @param detailsJson the body of its details; anything, JSON or not
     * @return its {@code device_id}
     */
    public String addRaw(String listJson, String detailsJson) {
        var row = RawRow.of(listJson, detailsJson);
        put(row);
        return row.deviceId();
    }

    /** Deletes a device; false where there is none of this id. */
    public boolean remove(String deviceId) {
        var removed = Optional.ofNullable(entries.remove(deviceId)).isPresent();
        members.incrementAndGet();
        contents.incrementAndGet();
        return removed;
    }

    /** Deletes every device. */
    public void clear() {
        ids().forEach(this::remove);
    }

    /** Changes a generated device. */
    public SimulatedDevice update(String deviceId, Consumer<DeviceDraft> change) {
        var entry = entry(deviceId)
                .orElseThrow(() -> new IllegalArgumentException("There is no device " + deviceId + " to change"));
        synchronized (entry) {
            if (!(entry.row() instanceof GeneratedRow generated)) {
                throw new IllegalArgumentException(
                        "Device " + deviceId + " was given as literal JSON: add it again to change it");
            }
            var draft = generated.device().draft();
            change.accept(draft);
            var changed = draft.device();
            entry.set(row(changed));
            contents.incrementAndGet();
            return changed;
        }
    }

    /**
     * A little of what happens in a company: devices are renamed, updated, handed on, and now and then one comes or goes.
     * Devices that change have checked in just now. The same seed and the same calls give the same changes.
     */
    public synchronized List<FleetChange> change(int count) {
        var changes = new ArrayList<FleetChange>(count);
        for (var i = 0; i < count; i++) {
            changes.add(changeOne());
        }
        return changes;
    }

    private FleetChange changeOne() {
        var generated = devices();
        var roll = churn.below(100);
        if (generated.isEmpty() || roll < 5) {
            return new FleetChange(Kind.ADDED, add().deviceId());
        }
        var device = churn.of(generated);
        var id = device.deviceId();
        if (roll < 10) {
            remove(id);
            return new FleetChange(Kind.REMOVED, id);
        }
        var people = users().stream().filter(user -> !user.archived()).toList();
        if (roll < 40 && device.platform().isPersonal() && !people.isEmpty()) {
            update(id, draft -> checkedIn(churn.chance(25) ? draft.noUser() : draft.user(churn.of(people))));
            return new FleetChange(Kind.USER_CHANGED, id);
        }
        var releases = device.model().releases();
        var newest = releases.get(releases.size() - 1);
        if (roll < 75 && !device.os().equals(newest)) {
            update(id, draft -> checkedIn(draft.os(newest)));
            return new FleetChange(Kind.SYSTEM_UPDATED, id);
        }
        update(id, draft -> checkedIn(draft.name(device.model().family() + " " + churn.word(5))));
        return new FleetChange(Kind.RENAMED, id);
    }

    private void checkedIn(DeviceDraft draft) {
        draft.lastCheckIn(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    Optional<FleetEntry> entry(String deviceId) {
        return Optional.ofNullable(entries.get(deviceId));
    }

    FleetEntry[] ordered(String ordering) {
        return order.in(ordering, members.get(), contents.get(), entries::values);
    }

    /** Counts up with every change. */
    long version() {
        return contents.get();
    }

    /** What devices have checked in later than recorded: whole quarters of an hour, as the Mac agent does. */
    Duration drift() {
        var gone = Duration.between(generator.now(), checkIns.instant());
        return CHECK_IN_EVERY.multipliedBy(Math.max(0, gone.dividedBy(CHECK_IN_EVERY)));
    }

    Row visible(FleetEntry entry) {
        return entry.visible(clock);
    }

    /** The details as readers see them now; of a fleet that isn't too large they are kept once they are rendered. */
    byte[] details(FleetEntry entry) {
        var row = visible(entry);
        return entries.size() <= MOST_KEPT ? entry.keptDetails(row, drift()) : row.detailsJson(drift());
    }

    /** Renders all details beforehand where they are kept, so that a benchmark measures its subject from the start. */
    void render() {
        if (entries.size() <= MOST_KEPT) {
            entries.values().forEach(this::details);
        }
    }

    /** A write through the API, which readers see only after {@code staleFor}. */
    Row write(FleetEntry entry, UnaryOperator<Row> change, Duration staleFor) {
        synchronized (entry) {
            var changed = change.apply(entry.row());
            entry.setButShowOldUntil(changed, clock.instant().plus(staleFor));
            contents.incrementAndGet();
            return changed;
        }
    }

    GeneratedRow row(SimulatedDevice device) {
        return new GeneratedRow(device, generator.otherPlatforms());
    }

    Map<String, Integer> devicesByUser() {
        var counts = new HashMap<String, Integer>();
        entries.values().forEach(entry -> counts.merge(entry.row().field("user_id"), 1, Integer::sum));
        return counts;
    }

    Collection<FleetEntry> all() {
        return entries.values();
    }

    FleetGenerator generator() {
        return generator;
    }

    private synchronized void put(Row row) {
        var before = entry(row.deviceId()).map(FleetEntry::sequence);
        entries.put(row.deviceId(), new FleetEntry(before.orElse(members.get()), row));
        members.incrementAndGet();
        contents.incrementAndGet();
    }
}
