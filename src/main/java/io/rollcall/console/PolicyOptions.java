package io.rollcall.console;

import static io.rollcall.console.PolicyOption.choice;
import static io.rollcall.console.PolicyOption.choices;
import static io.rollcall.console.PolicyOption.number;
import static io.rollcall.console.PolicyOption.text;
import static io.rollcall.console.PolicyOption.word;
import static io.rollcall.console.PolicyOption.yesNo;

import io.rollcall.console.PolicyOption.Choice;
import io.rollcall.device.DeviceCommand;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.policy.Assignee;
import io.rollcall.policy.CategoryRule;
import io.rollcall.policy.PeopleRules;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Push;
import io.rollcall.source.Need;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a policy that forms offer, in plain words. The schedule and the enrollment table have forms of their own. */
final class PolicyOptions {

    static final String ASSET_ID = "asset-id";

    /** Only for sources that can list what changed. */
    static final String INCREMENTAL = "incremental.full-every";

    /** Only for sources that have such values. */
    static final String RESTRICTED = "restricted";

    /** Only those that the source has. */
    static final String COMMANDS = "commands";

    /** Only for sources that can be written to. */
    static final String PUSH = "push.";

    private PolicyOptions() {}

    /**
     * Options that belong together.
     *
     * @param seldom whether most people never touch them
     */
    record Group(String title, boolean seldom, List<PolicyOption> options) {}

    static final List<Group> GROUPS = List.of(
            new Group(
                    "What is read",
                    false,
                    List.of(
                            choice(
                                    "details.mode",
                                    "Details of a device",
                                    "The list has a device's basics; memory, storage, last address and more cost a request for each.",
                                    policy -> word(policy.details().mode()),
                                    Choice.of(
                                            Policy.DetailsMode.CHANGED,
                                            "when a device is new or changed",
                                            Need.DETAILS),
                                    Choice.of(Policy.DetailsMode.ALWAYS, "in every sync", Need.DETAILS),
                                    Choice.of(Policy.DetailsMode.ON_DEMAND, "only when a person opens the device")),
                            text(
                                    "details.max-age",
                                    "Read details again after",
                                    "For example 7d: details older than this are read again even if the list shows no change. Blank: never.",
                                    policy -> policy.details().maxAge().map(PolicyOptions::words)),
                            text(
                                    "details.on-open",
                                    "When a person opens an asset, read its details again if older than",
                                    "For example 1h, at least 1m. It is done in the background; nobody waits for it.",
                                    policy -> Optional.of(words(policy.details().onOpen())),
                                    Need.DETAILS),
                            yesNo(
                                    RESTRICTED,
                                    "Keep recovery keys and the like",
                                    "Encrypted, for people with the role restricted alone; every reading is on record.",
                                    Policy::restricted,
                                    Need.RESTRICTED),
                            text(
                                    INCREMENTAL,
                                    "Scheduled syncs read only what changed, and everything once in",
                                    "For example 24h, at least 1h: what is gone shows only then. Blank: every sync reads everything.",
                                    policy -> policy.incremental().map(rule -> words(rule.fullEvery()))),
                            choices(
                                    "types",
                                    "Types of device",
                                    "Only these are synced; none ticked: all.",
                                    policy -> policy.types().stream()
                                            .map(DeviceType::key)
                                            .toList(),
                                    Arrays.stream(DeviceType.values())
                                            .map(type -> Choice.of(
                                                    type.key(), type.key().replace('-', ' ')))
                                            .toList()))),
            new Group(
                    "What becomes an asset",
                    false,
                    List.of(
                            choices(
                                    "create.requires",
                                    "A new asset needs",
                                    "A device without it is skipped, with the reason.",
                                    policy -> policy.create().requires().stream()
                                            .map(PolicyOption::word)
                                            .toList(),
                                    List.of(
                                            Choice.of(Policy.Requirement.SERIAL, "a serial number"),
                                            Choice.of(Policy.Requirement.TYPE, "a type that can be told"))),
                            yesNo(
                                    "create.managed-only",
                                    "Only managed devices become assets",
                                    "A device that the MDM doesn't manage is skipped; an asset that exists stays.",
                                    policy -> policy.create().managedOnly()),
                            text(
                                    "create.status",
                                    "Status of a new asset",
                                    "One of your statuses, for example allocated or in stock.",
                                    policy -> Optional.of(policy.create().status())),
                            choice(
                                    "existing",
                                    "An asset that is here already",
                                    "One that a person made or imported, when a device turns out to be it.",
                                    policy -> word(policy.existing()),
                                    Choice.of(
                                            Policy.Existing.MERGE,
                                            "is merged: it keeps its history and is synced from now on"),
                                    Choice.of(Policy.Existing.LEAVE, "is left alone and reported")))),
            new Group(
                    "Names",
                    false,
                    List.of(
                            choice(
                                    ASSET_ID,
                                    "Asset ID",
                                    "What an asset is told apart by; unique. It can't be changed after the first sync.",
                                    policy -> word(policy.assetId()),
                                    Choice.of(Policy.NameSource.SERIAL, "serial number"),
                                    Choice.of(Policy.NameSource.DEVICE_NAME, "device name"),
                                    Choice.of(Policy.NameSource.ASSET_TAG, "asset tag")),
                            choice(
                                    "asset-name",
                                    "Asset name",
                                    "Taken from the device, every sync overwrites it; a name of yours stays with \"yours\".",
                                    policy -> word(policy.assetName()),
                                    Choice.of(Policy.NameSource.DEVICE_NAME, "device name"),
                                    Choice.of(Policy.NameSource.SERIAL, "serial number"),
                                    Choice.of(Policy.NameSource.ASSET_TAG, "asset tag"),
                                    Choice.of(Policy.NameSource.NONE, "yours: no sync writes it")))),
            new Group(
                    "People and check-outs",
                    false,
                    List.of(
                            choice(
                                    "people.match",
                                    "Users are found among your people by",
                                    "Who the MDM names as a device's user is looked for here.",
                                    policy -> policy.people().match().stream()
                                            .map(PolicyOption::word)
                                            .collect(Collectors.joining(",")),
                                    Choice.of("email", "e-mail address"),
                                    Choice.of("email,name", "e-mail address, then name")),
                            choice(
                                    "people.create",
                                    "A user who is not found",
                                    "A preview lists who would be created, and who of them probably is here already.",
                                    policy -> word(policy.people().create()),
                                    Choice.of(PeopleRules.Creation.NEVER, "is not created; a notice names the device"),
                                    Choice.of(
                                            PeopleRules.Creation.WITH_NAMES,
                                            "is created if there is an e-mail address, a first and a last name"),
                                    Choice.of(PeopleRules.Creation.ALWAYS, "is created")),
                            yesNo(
                                    "people.directory",
                                    "Read the MDM's list of users along",
                                    "Fills department and job title, at most once an hour.",
                                    policy -> policy.people().directory(),
                                    Need.USERS),
                            choice(
                                    "assignee.create",
                                    "A new asset",
                                    "Whether the device's user becomes its assignee.",
                                    policy -> word(policy.assignee().create()),
                                    Choice.of(Assignee.OnCreate.LINK, "is checked out to the device's user"),
                                    Choice.of(Assignee.OnCreate.NONE, "is checked out to nobody")),
                            choice(
                                    "assignee.change",
                                    "An asset that exists",
                                    "One that is checked out to a location is never touched.",
                                    policy -> word(policy.assignee().change()),
                                    Choice.of(Assignee.OnChange.KEEP, "keeps its assignee: that is yours to say"),
                                    Choice.of(
                                            Assignee.OnChange.FILL,
                                            "is checked out to the device's user if nobody has it"),
                                    Choice.of(
                                            Assignee.OnChange.CHECK_OUT,
                                            "follows the device's user: checked in from the old, out to the new")),
                            choice(
                                    "assignee.removed",
                                    "When a device loses its user, its asset",
                                    "The MDM named a user at the last look and names none now.",
                                    policy -> word(policy.assignee().removed()),
                                    Choice.of(Assignee.OnRemoved.KEEP, "stays checked out"),
                                    Choice.of(Assignee.OnRemoved.CHECK_IN, "is checked in")),
                            yesNo(
                                    "assignee.overrides-manual",
                                    "The MDM wins over check-outs made here by hand",
                                    "Check-outs to a person only; those to a location always stay.",
                                    policy -> policy.assignee().overridesManual()),
                            yesNo(
                                    "on-check-out.location",
                                    "A check-out sets the asset's location to the person's",
                                    "By a sync or by hand.",
                                    policy -> policy.onCheckOut().location()),
                            yesNo(
                                    "on-check-out.department",
                                    "A check-out sets the asset's department to the person's",
                                    "By a sync or by hand.",
                                    policy -> policy.onCheckOut().department()))),
            new Group(
                    "Categories",
                    false,
                    List.of(
                            text(
                                    "category.default",
                                    "Default category",
                                    "New products and assets get it; it is created if there is none of this name.",
                                    policy -> policy.category().standard()),
                            choice(
                                    "category.from",
                                    "Category by a property",
                                    "Without a value the default is taken. A category that you gave is never changed.",
                                    policy -> policy.category().from().orElse(""),
                                    Choice.of("", "the default for all"),
                                    Choice.of(CategoryRule.TYPE, "the type: Desktop, Laptop, Tablet, Phone"),
                                    Choice.of("platform", "the platform"),
                                    Choice.of("blueprint", "the blueprint"),
                                    Choice.of("model", "the model"),
                                    Choice.of("department", "the user's department")))),
            new Group(
                    "Changes made here",
                    false,
                    List.of(
                            yesNo(
                                    PUSH + "asset-tag",
                                    "An asset tag set here is written to the device in the MDM",
                                    "Within seconds. Without this and the next one nothing is ever written there.",
                                    policy -> policy.push().assetTag(),
                                    Need.WRITE_BACK),
                            yesNo(
                                    PUSH + "assignment",
                                    "A check-out or check-in here assigns or unassigns the device's user in the MDM",
                                    "Only people that the MDM knows can be assigned; the asset's page says where one isn't.",
                                    policy -> policy.push().assignment(),
                                    Need.WRITE_BACK),
                            choice(
                                    PUSH + "conflict",
                                    "When both sides changed the same since the last sync",
                                    "The other value is kept in the asset's history.",
                                    policy -> word(policy.push().conflict()),
                                    Choice.of(Push.Winner.HERE, "what was written here counts"),
                                    Choice.of(Push.Winner.MDM, "what the MDM says counts")))),
            new Group(
                    "Device commands",
                    false,
                    List.of(choices(
                            COMMANDS,
                            "What devices may be told to do",
                            "By people with the role commander, one device at a time and for a reason; none ticked: nothing.",
                            policy -> policy.commands().stream()
                                    .map(DeviceCommand::key)
                                    .toList(),
                            Arrays.stream(DeviceCommand.values())
                                    .map(command -> Choice.of(
                                            command.key(),
                                            Labels.of(command.key()) + ". " + command.effect(),
                                            Need.of(command)))
                                    .toList()))),
            new Group(
                    "Devices that are gone",
                    false,
                    List.of(
                            yesNo(
                                    "removed.mark",
                                    "A device that is gone from the MDM is marked removed",
                                    "Only after a complete sync, and after a second look; its asset stays.",
                                    policy -> policy.removed().mark(),
                                    Need.CONFIRM_REMOVAL),
                            number(
                                    "removed.guard.count",
                                    "Removals wait for a person when more devices are missing than",
                                    "Both bounds must be passed; all devices missing always waits.",
                                    policy ->
                                            Optional.of(policy.removed().guard().count())),
                            number(
                                    "removed.guard.percent",
                                    "… and more than this percentage",
                                    "Of the devices that are known.",
                                    policy ->
                                            Optional.of(policy.removed().guard().percent())))),
            new Group(
                    "Which side writes which field",
                    true,
                    List.of(
                            choices(
                                    "overwrite",
                                    "A sync overwrites, on an asset that exists, only",
                                    "A field that the MDM doesn't report is never blanked. None ticked: all that it reports.",
                                    policy -> keys(policy.overwrite()),
                                    ofAssets()),
                            choices(
                                    "wins",
                                    "This connection's word counts even where another one leads the asset, for",
                                    "For a device that is in two MDMs. None ticked: the leading one's counts.",
                                    policy -> keys(policy.wins()),
                                    ofAssets()))),
            new Group(
                    "Limits",
                    true,
                    List.of(
                            number(
                                    "limits.per-second",
                                    "Requests a second, at most",
                                    "Over all connections to the same tenant. Blank: the source's own limit.",
                                    policy -> policy.limits().perSecond()),
                            number(
                                    "limits.per-hour",
                                    "Requests an hour, at most",
                                    "Lower it if other programs use the same tenant's API.",
                                    policy -> policy.limits().perHour()),
                            number(
                                    "limits.at-once",
                                    "Requests at once, at most",
                                    "1 to 64.",
                                    policy -> policy.limits().atOnce()),
                            number(
                                    "page-size",
                                    "Devices a page",
                                    "A page is stored as one. Blank: the source's own.",
                                    Policy::pageSize))));

    private static List<String> keys(List<Field> fields) {
        return fields.stream().map(Field::key).toList();
    }

    /** The fields that a sync writes on the asset itself. */
    private static List<Choice> ofAssets() {
        return Arrays.stream(Field.values())
                .filter(field -> field.scope() == Field.Scope.ASSET)
                .map(field -> Choice.of(field.key(), Labels.of(field.key())))
                .toList();
    }

    /** What tells presets apart: the options that their cards name. */
    private static final List<String> TELLING = List.of(
            "details.mode", "people.create", "assignee.create", "assignee.change", "assignee.removed", "asset-name");

    static Stream<PolicyOption> all() {
        return GROUPS.stream().flatMap(group -> group.options().stream());
    }

    /** What a policy does, in the options that tell presets apart: label → what is chosen. */
    static List<Map.Entry<String, String>> inWords(Policy policy) {
        var schedule = Map.entry("Syncs", ScheduleForm.of(policy.schedule()).words());
        var options = TELLING.stream().map(key -> {
            var told =
                    all().filter(option -> option.key().equals(key)).findFirst().orElseThrow();
            return Map.entry(told.label(), told.says(policy));
        });
        return Stream.concat(Stream.of(schedule), options).toList();
    }

    /** A duration as people write it: {@code 7d}, {@code 90m}. */
    static String words(Duration duration) {
        if (duration.toSeconds() % Duration.ofDays(1).toSeconds() == 0) {
            return duration.toDays() + "d";
        }
        if (duration.toSeconds() % Duration.ofHours(1).toSeconds() == 0) {
            return duration.toHours() + "h";
        }
        return duration.toSeconds() % Duration.ofMinutes(1).toSeconds() == 0
                ? duration.toMinutes() + "m"
                : duration.toString().toLowerCase(Locale.ROOT);
    }
}
