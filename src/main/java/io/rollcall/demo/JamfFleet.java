package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfRecordMaker.Make;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The computers and mobile devices of a simulated Jamf Pro server, as records with all sections. Nothing changes by itself.
 * Thread safe; a change is visible to the next request.
 */
public final class JamfFleet {

    /** The server's two lists. */
    public enum Kind {
        COMPUTER,
        MOBILE_DEVICE
    }

    private static final int FIRST_ID = 101;

    private final Map<Integer, ObjectNode> computers = new ConcurrentSkipListMap<>();
    private final Map<Integer, ObjectNode> mobiles = new ConcurrentSkipListMap<>();
    private final Map<String, ObjectNode> deleted = new ConcurrentHashMap<>();
    private final Map<String, Stale> stale = new ConcurrentHashMap<>();
    private final Map<String, JamfUser> users = new ConcurrentHashMap<>();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final FleetGenerator people;
    private final JamfRecordMaker maker;
    private final Clock clock;
    private final Dice churn;
    private int nextComputer = FIRST_ID;
    private int nextMobile = FIRST_ID;

    /**
     * @param odd whether there are records without serial, with another's, that never reported, and of unknown type
     * @param shared devices that another tenant has as well: the first of the list they belong to
     */
    JamfFleet(
            long seed,
            int computers,
            int mobiles,
            boolean odd,
            List<SimulatedDevice> shared,
            Instant now,
            Clock clock) {
        people = new FleetGenerator(seed, false, false, now);
        maker = new JamfRecordMaker(now);
        churn = new Dice(seed + 4);
        this.clock = clock;
        var macs = shared.stream()
                .filter(device -> device.platform() == Platform.MAC)
                .toList();
        var others = shared.stream()
                .filter(device -> device.platform().isApple() && device.platform() != Platform.MAC)
                .toList();
        for (var number = 0; number < computers; number++) {
            add(Kind.COMPUTER, number < macs.size() ? Optional.of(macs.get(number)) : Optional.empty());
        }
        for (var number = 0; number < mobiles; number++) {
            add(Kind.MOBILE_DEVICE, number < others.size() ? Optional.of(others.get(number)) : Optional.empty());
        }
        if (odd) {
            new JamfOddities(this).spread();
        }
    }

    /** Enrols a device of this kind and gives its id. */
    public int add(Kind kind) {
        return add(kind, Optional.empty());
    }

    private synchronized int add(Kind kind, Optional<SimulatedDevice> same) {
        var id = kind == Kind.COMPUTER ? nextComputer++ : nextMobile++;
        var dice = Dice.of(people.seed() + kind.ordinal(), id);
        var model = same.map(SimulatedDevice::model).orElseGet(() -> model(kind, dice));
        var user = model.platform().isPersonal() && dice.chance(88)
                ? Optional.of(people.user((id * 2 + kind.ordinal()) % 2021))
                : Optional.<SimulatedUser>empty();
        var serial = same.map(SimulatedDevice::serial).orElseGet(() -> "J" + dice.word(9));
        var make = new Make(id, serial, model, user, !dice.chance(3), dice);
        records(kind).put(id, kind == Kind.COMPUTER ? maker.computer(make) : maker.mobile(make));
        return id;
    }

    private static DeviceModel model(Kind kind, Dice dice) {
        if (kind == Kind.COMPUTER) {
            return Catalogue.any(Platform.MAC, dice);
        }
        var roll = dice.below(100);
        return Catalogue.any(roll < 60 ? Platform.IPHONE : roll < 92 ? Platform.IPAD : Platform.APPLE_TV, dice);
    }

    private Map<Integer, ObjectNode> records(Kind kind) {
        return kind == Kind.COMPUTER ? computers : mobiles;
    }

    /** By id. */
    public List<Integer> ids(Kind kind) {
        return List.copyOf(records(kind).keySet());
    }

    /** The record of a device, with all sections; not to be changed. */
    public Optional<JsonNode> record(Kind kind, int id) {
        return Optional.ofNullable(records(kind).get(id));
    }

    /** A person whom the server knows without a device of theirs. */
    public void addUser(String username, String name, String email) {
        users.put(username, new JamfUser(username, name, email, "", ""));
    }

    /** Everyone whom the server knows: whose devices are here, and who was added. */
    List<JamfUser> users() {
        var all = new TreeMap<>(users);
        Stream.of(Kind.values())
                .flatMap(kind -> all(kind).stream())
                .flatMap(record -> JamfUser.of(record.path("userAndLocation")).stream())
                .forEach(user -> all.putIfAbsent(user.username(), user));
        return List.copyOf(all.values());
    }

    /** A write through the API, which readers see only after {@code staleFor}; empty: there is no such device. */
    Optional<JsonNode> write(Kind kind, int id, Consumer<ObjectNode> change, Duration staleFor) {
        var before = record(kind, id);
        if (before.isPresent() && !staleFor.isZero()) {
            stale.put(kind + " " + id, new Stale(before.get(), clock.instant().plus(staleFor)));
        }
        update(kind, id, change);
        return record(kind, id);
    }

    private record Stale(JsonNode record, Instant until) {}

    /** What a reader sees of a device. */
    Optional<JsonNode> visible(Kind kind, int id) {
        return record(kind, id)
                .map(record -> Optional.ofNullable(stale.get(kind + " " + id))
                        .filter(old -> clock.instant().isBefore(old.until()))
                        .map(Stale::record)
                        .orElse(record));
    }

    List<JsonNode> allVisible(Kind kind) {
        return ids(kind).stream().flatMap(id -> visible(kind, id).stream()).toList();
    }

    List<JsonNode> all(Kind kind) {
        return List.copyOf(records(kind).values());
    }

    /** Changes a device's record. */
    public void update(Kind kind, int id, Consumer<ObjectNode> change) {
        records(kind).computeIfPresent(id, (key, record) -> {
            var copy = record.deepCopy();
            change.accept(copy);
            return copy;
        });
    }

    /** As {@link #update}, and the device sends its inventory: the date that filters go by moves. */
    public void updateAndReport(Kind kind, int id, Consumer<ObjectNode> change) {
        update(kind, id, record -> {
            change.accept(record);
            var date = kind == Kind.COMPUTER ? "reportDate" : "lastInventoryUpdateDate";
            record.withObject("/general").put(date, JamfStamps.trimmed(clock.instant()));
        });
    }

    /** Deletes a device; false where there is none. */
    public boolean remove(Kind kind, int id) {
        var record = Optional.ofNullable(records(kind).remove(id));
        record.ifPresent(known -> deleted.put(kind + " " + id, known));
        return record.isPresent();
    }

    /** Brings a deleted device back under its old id, so that all later ones move one place on. */
    public void restore(Kind kind, int id) {
        Optional.ofNullable(deleted.remove(kind + " " + id))
                .ifPresent(record -> records(kind).put(id, record));
    }

    /** From now on the server can't put this mobile device into a page or show it alone. */
    public void breakDevice(int id) {
        broken.add(id);
    }

    boolean isBroken(int id) {
        return broken.contains(id);
    }

    /** A little of what happens in a company: devices are renamed, and now and then one comes or goes. */
    public synchronized List<String> change(int count) {
        var changed = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var kind = churn.chance(60) ? Kind.COMPUTER : Kind.MOBILE_DEVICE;
            var ids = ids(kind);
            var roll = churn.below(100);
            if (ids.isEmpty() || roll < 5) {
                changed.add(kind + " " + add(kind));
            } else if (roll < 10) {
                var id = churn.of(ids);
                remove(kind, id);
                changed.add(kind + " " + id);
            } else {
                var id = churn.of(ids);
                var key = kind == Kind.COMPUTER ? "name" : "displayName";
                var name = "Renamed " + churn.word(5);
                updateAndReport(
                        kind, id, record -> record.withObject("/general").put(key, name));
                changed.add(kind + " " + id);
            }
        }
        return changed;
    }

    int size() {
        return computers.size() + mobiles.size();
    }
}
