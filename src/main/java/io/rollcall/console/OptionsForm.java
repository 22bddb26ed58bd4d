package io.rollcall.console;

import io.rollcall.connection.Connection;
import io.rollcall.policy.Policy;
import io.rollcall.source.Need;
import io.rollcall.source.SourceDefinition;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The options of a connection, as the page shows them: what is in force, or, after a mistake, what was entered.
 *
 * @param assetIdFixed whether the asset ID can't be chosen any more (E2)
 * @param enrollments the rows of the enrollment table with some blank ones to fill in; empty: the source has no enrollment
 */
record OptionsForm(
        ScheduleForm schedule,
        List<Group> groups,
        List<Enrollment> enrollments,
        String enrollmentPermissions,
        boolean assetIdFixed) {

    private static final int BLANK_ROWS = 2;

    /** What a form sent. */
    record Sent(MultiValueMap<String, String> form) {

        static final Sent NOTHING = new Sent(new LinkedMultiValueMap<>());

        List<String> texts(PolicyOption option, Policy policy) {
            return form.getOrDefault(PolicyForm.SHOWN, List.of()).contains(option.key())
                    ? form.getOrDefault(option.key(), List.of())
                    : option.value().apply(policy);
        }
    }

    /** Options that belong together. */
    record Group(String title, boolean seldom, List<Line> lines) {}

    /**
     * An option with what is entered for it.
     *
     * @param permissions the exact names of what it needs of the source's token when it is on; blank: nothing
     * @param choices what can be chosen, with the permissions of each
     */
    record Line(PolicyOption option, List<String> texts, String permissions, List<Choice> choices, boolean fixed) {

        public String key() {
            return option.key();
        }

        /** The id of its field on the page. */
        public String id() {
            return option.key().replace('.', '-');
        }

        public String text() {
            return texts.isEmpty() ? "" : texts.get(0);
        }

        public boolean isYes() {
            return texts.contains(PolicyOption.YES);
        }
    }

    /** @param permissions the exact names of what it needs; blank: nothing */
    record Choice(String value, String label, String permissions, boolean chosen) {}

    /** What devices get that were enrolled through this configuration. */
    record Enrollment(String id, String location, String status) {}

    static OptionsForm of(Connection connection, Sent sent, boolean assetIdFixed) {
        var source = connection.source().definition();
        var policy = connection.policy();
        var groups = PolicyOptions.GROUPS.stream()
                .map(group -> new Group(
                        group.title(),
                        group.seldom(),
                        group.options().stream()
                                .filter(option -> isOffered(option, source))
                                .map(option -> line(
                                        option,
                                        sent.texts(option, policy),
                                        source,
                                        assetIdFixed && option.key().equals(PolicyOptions.ASSET_ID)))
                                .toList()))
                .filter(group -> !group.lines().isEmpty())
                .toList();
        var schedule = ScheduleForm.of(sent.form()).orElseGet(() -> ScheduleForm.of(policy.schedule()));
        var permissions = PermissionLine.names(source, List.of(Need.ADE));
        return new OptionsForm(
                schedule, groups, permissions.isEmpty() ? List.of() : enrollments(policy), permissions, assetIdFixed);
    }

    private static boolean isOffered(PolicyOption option, SourceDefinition source) {
        return switch (option.key()) {
            case PolicyOptions.INCREMENTAL -> source.list().changes();
            case PolicyOptions.RESTRICTED -> !source.restricted().isEmpty();
            case PolicyOptions.COMMANDS -> !source.commands().accepts().isEmpty();
            default ->
                !option.key().startsWith(PolicyOptions.PUSH)
                        || !source.writeBack().isEmpty();
        };
    }

    private static Line line(PolicyOption option, List<String> texts, SourceDefinition source, boolean fixed) {
        var choices = offered(option, texts)
                .filter(choice -> !option.key().equals(PolicyOptions.COMMANDS)
                        || texts.contains(choice.value())
                        || isAccepted(choice.value(), source))
                .map(choice -> new Choice(
                        choice.value(),
                        choice.label(),
                        PermissionLine.names(source, choice.needs()),
                        texts.contains(choice.value())
                                || (texts.isEmpty() && choice.value().isEmpty())))
                .toList();
        return new Line(option, texts, PermissionLine.names(source, option.needs()), choices, fixed);
    }

    private static boolean isAccepted(String command, SourceDefinition source) {
        return source.commands().accepts().stream()
                .anyMatch(accepts -> accepts.command().key().equals(command));
    }

    /** A value that a file or REST set and that no choice has must not be lost by saving the form. */
    private static Stream<PolicyOption.Choice> offered(PolicyOption option, Collection<String> texts) {
        var unknown = option.input() != PolicyOption.Input.CHOICE
                ? Stream.<String>empty()
                : texts.stream()
                        .filter(text -> !text.isEmpty())
                        .filter(text -> option.choices().stream()
                                .noneMatch(choice -> choice.value().equals(text)));
        return Stream.concat(option.choices().stream(), unknown.map(text -> PolicyOption.Choice.of(text, text)));
    }

    private static List<Enrollment> enrollments(Policy policy) {
        var rows = new ArrayList<Enrollment>();
        policy.ade().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> rows.add(new Enrollment(
                        entry.getKey(),
                        entry.getValue().location().orElse(""),
                        entry.getValue().status().orElse(""))));
        for (var i = 0; i < BLANK_ROWS; i++) {
            rows.add(new Enrollment("", "", ""));
        }
        return rows;
    }

    /** For people to choose a time zone from. */
    public List<String> zones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.contains("/") && !zone.startsWith("SystemV/"))
                .sorted()
                .toList();
    }

    /** The paths of everything on the form, so that a mistake elsewhere is told over it. */
    public List<String> paths() {
        return groups.stream()
                .flatMap(group -> group.lines().stream())
                .map(Line::key)
                .toList();
    }
}
