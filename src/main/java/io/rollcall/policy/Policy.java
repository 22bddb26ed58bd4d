package io.rollcall.policy;

import io.rollcall.device.DeviceCommand;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.settings.Default;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a connection does with the devices of its source. Read from a preset file, single keys overridden by the
 * connection. Keys in YAML are the component names in kebab case.
 *
 * @param title what the preset is called on screens
 * @param source the source the preset is made for, for example {@code iru}; {@code any}: for any
 * @param schedule when a sync starts by itself
 * @param pageSize devices per list request, 1 to 300; empty: the source's own default
 * @param details when the detail record of a device is read
 * @param limits bounds on requests; absent ones come from the source
 * @param types the device types that are synced; empty: all
 * @param create what a device needs to become a new asset
 * @param assetId what the asset's unique ID is taken from
 * @param assetName what the asset's name is taken from; none: a name given here stays
 * @param existing what happens to an asset that is here already when a device turns out to be it
 * @param overwrite the fields a sync overwrites on an asset that exists (A7); empty: all the source reports
 * @param wins the fields that this connection decides even where another connection leads the asset (X6)
 * @param assignee when a device's user becomes the asset's assignee
 * @param people how a device's user is found among the people here, and when one is created
 * @param category which category new products and assets get
 * @param ade Automated Device Enrollment configurations by their id: what devices enrolled through them get when they
 *     are added (E10)
 * @param removed what happens when a device is no longer in the source
 * @param onCheckOut what an asset takes over from the person it is checked out to (E20)
 * @param commands what devices may be told to do through this connection (C5); empty: nothing
 * @param push which changes made here are sent to the source (C2, C3)
 * @param incremental whether scheduled syncs read only what changed; empty: they read everything
 * @param restricted whether recovery keys and the like are read and kept, encrypted, for the scope {@code restricted}
 *     (A12)
 */
public record Policy(
        String title,
        String source,
        Schedule schedule,
        Optional<Integer> pageSize,
        Details details,
        Limits limits,
        List<DeviceType> types,
        Create create,
        NameSource assetId,
        NameSource assetName,
        @Default("merge") Existing existing,
        List<Field> overwrite,
        List<Field> wins,
        @Default("{}") Assignee assignee,
        @Default("{}") PeopleRules people,
        @Default("{}") CategoryRule category,
        Map<String, AdeRule> ade,
        @Default("{}") Removal removed,
        @Default("{}") OnCheckOut onCheckOut,
        List<DeviceCommand> commands,
        @Default("{}") Push push,
        Optional<Incremental> incremental,
        @Default("false") boolean restricted) {

    /** The largest page any source may be asked for: the unit of work stays small enough for memory and one message. */
    public static final int MAX_PAGE_SIZE = 300;

    /** The source of a preset that fits all. */
    static final String ANY = "any";

    public Policy {
        types = List.copyOf(types);
        overwrite = List.copyOf(overwrite);
        wins = List.copyOf(wins);
        ade = Map.copyOf(ade);
        commands = List.copyOf(commands);
        requireAssetFields("overwrite", overwrite);
        requireAssetFields("wins", wins);
        pageSize.ifPresent(size -> require(
                size >= 1 && size <= MAX_PAGE_SIZE, "page-size must be between 1 and " + MAX_PAGE_SIZE + ": " + size));
        require(assetId != NameSource.NONE, "asset-id must be serial, device-name or asset-tag: an asset needs an ID");
    }

    /** @param isCalled whether a source goes by a name */
    public boolean isFor(Predicate<String> isCalled) {
        return source.equals(ANY) || isCalled.test(source);
    }

    /** Whether devices of this type are synced at all. */
    public boolean wants(DeviceType type) {
        return types.isEmpty() || types.contains(type);
    }

    /** Whether a sync overwrites this field of an asset that exists with what the source reports. */
    public boolean overwrites(Field field) {
        return overwrite.isEmpty() || overwrite.contains(field);
    }

    private static void requireAssetFields(String key, List<Field> fields) {
        fields.forEach(field -> require(
                field.scope() == Field.Scope.ASSET,
                key + ": " + field.key() + " is not a property of the asset itself, so no sync writes it there"));
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * When a sync starts by itself: exactly one of an interval or a cron expression.
     *
     * @param every the interval between starts, at least a minute
     * @param cron a Quartz cron expression (seconds first)
     * @param zone the time zone of the cron expression; UTC where absent
     */
    public record Schedule(Optional<Duration> every, Optional<String> cron, Optional<String> zone) {

        private static final Duration SHORTEST = Duration.ofMinutes(1);

        public Schedule {
            require(every.isPresent() != cron.isPresent(), "give either every or cron");
            every.ifPresent(
                    interval -> require(interval.compareTo(SHORTEST) >= 0, "every must be at least 1m: " + interval));
            cron.ifPresent(Schedule::requireCron);
            zone.ifPresent(name -> require(
                    java.time.ZoneId.getAvailableZoneIds().contains(name),
                    "no such time zone: " + name + " (for example Europe/Berlin)"));
        }

        private static void requireCron(String expression) {
            try {
                org.quartz.CronExpression.validateExpression(expression);
            } catch (java.text.ParseException e) {
                throw new IllegalArgumentException("not a cron expression (seconds minutes hours day-of-month month "
                        + "day-of-week, for example \"0 0 2 * * ?\"): " + e.getMessage());
            }
        }
    }

    /**
     * When the detail record of a device is read.
     *
     * @param mode always, only for new and changed devices, or never in a sync
     * @param maxAge with {@code changed}: details older than this are read again even if the list shows no change
     * @param onOpen whoever opens an asset has its details read again if they are older than this, at least a minute
     */
    public record Details(
            DetailsMode mode,
            Optional<Duration> maxAge,
            @Default("1h") Duration onOpen) {

        private static final Duration LEAST = Duration.ofMinutes(1);

        public Details {
            require(onOpen.compareTo(LEAST) >= 0, "on-open must be at least 1m: " + onOpen);
        }
    }

    /** When details are read in a sync. */
    public enum DetailsMode {
        ALWAYS,
        CHANGED,
        /** Only when a person opens the device: never in a sync. */
        ON_DEMAND
    }

    /**
     * Bounds on the requests sent to one tenant.
     *
     * @param perSecond most requests in any second
     * @param perHour most requests in any rolling hour
     * @param atOnce most requests under way at the same time
     */
    public record Limits(Optional<Integer> perSecond, Optional<Integer> perHour, Optional<Integer> atOnce) {
        public Limits {
            perSecond.ifPresent(value -> require(value >= 1, "per-second must be at least 1: " + value));
            perHour.ifPresent(value -> require(value >= 1, "per-hour must be at least 1: " + value));
            atOnce.ifPresent(value -> require(value >= 1 && value <= 64, "at-once must be between 1 and 64: " + value));
        }
    }

    /**
     * What a device needs to become a new asset; without it the device is skipped with the reason.
     *
     * @param requires properties the device must have
     * @param managedOnly whether the MDM must manage it
     * @param status the status the new asset gets
     */
    public record Create(List<Requirement> requires, boolean managedOnly, String status) {
        public Create {
            requires = List.copyOf(requires);
            require(!status.isBlank(), "status must not be blank");
        }
    }

    /** A property a device needs before it becomes an asset. */
    public enum Requirement {
        SERIAL,
        TYPE
    }

    /** What happens to an asset that is here already, made by a person or an import, when a device turns out to be it. */
    public enum Existing {
        /** It keeps its history and details, and is synced from now on. */
        MERGE,
        /** It is left alone: neither merged nor synced, and the device is reported. */
        LEAVE
    }

    /** What an asset's ID or name is taken from. */
    public enum NameSource {
        SERIAL,
        DEVICE_NAME,
        ASSET_TAG,
        NONE
    }
}
