package io.rollcall.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.EmailAddress;
import io.rollcall.device.PersonName;
import io.rollcall.policy.Assignee;
import io.rollcall.policy.Assignee.OnChange;
import io.rollcall.policy.Assignee.OnCreate;
import io.rollcall.policy.Assignee.OnRemoved;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every option of a policy's assignee against everyone who may have the asset and everyone who may be the device's user.
 * Ada and Bob are people here. In the tables {@code .} means that nothing happens, {@code in} that the asset is checked in,
 * a name that it is checked out to that person.
 */
class AssigneeRulesTests {

    private static final PersonState ADA = person(1, "Ada");
    private static final PersonState BOB = person(2, "Bob");

    private static PersonState person(long id, String name) {
        var email = EmailAddress.of(name + "@acme.example").orElseThrow();
        return new PersonState(id, new PersonName("", name), List.of(email), false, "", Map.of(), Map.of());
    }

    /** @param yes overrides-manual as the tables have it */
    private static Assignee policy(String change, OnRemoved removed, String yes) {
        return new Assignee(
                OnCreate.LINK,
                OnChange.valueOf(change.toUpperCase(Locale.ROOT).replace('-', '_')),
                removed,
                yes.equals("yes"));
    }

    private static Optional<Holder> holder(String who) {
        return switch (who) {
            case "nobody" -> Optional.empty();
            case "Ada by sync" -> Optional.of(new Holder(Optional.of(1L), "Ada", false));
            case "Ada by hand" -> Optional.of(new Holder(Optional.of(1L), "Ada", true));
            case "Berlin" -> Optional.of(new Holder(Optional.empty(), "Berlin", true));
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static String result(Optional<Assignment> assignment) {
        return assignment
                .map(change -> change.after().map(PersonState::label).orElse("in"))
                .orElse(".");
    }

    @ParameterizedTest(name = "change: {0}, overrides-manual: {1}, {2} has it")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            # the policy            | who has it  | the device's user is …
            change    | overrides   | holder      | Ada | Bob | unknown here
            keep      | no          | nobody      | .   | .   | .
            keep      | no          | Ada by sync | .   | .   | .
            keep      | no          | Ada by hand | .   | .   | .
            keep      | no          | Berlin      | .   | .   | .
            fill      | no          | nobody      | Ada | Bob | .
            fill      | no          | Ada by sync | .   | .   | .
            fill      | no          | Ada by hand | .   | .   | .
            fill      | no          | Berlin      | .   | .   | .
            fill      | yes         | nobody      | Ada | Bob | .
            fill      | yes         | Ada by sync | .   | .   | .
            fill      | yes         | Ada by hand | .   | Bob | .
            fill      | yes         | Berlin      | .   | .   | .
            check-out | no          | nobody      | Ada | Bob | .
            check-out | no          | Ada by sync | .   | Bob | in
            check-out | no          | Ada by hand | .   | .   | .
            check-out | no          | Berlin      | .   | .   | .
            check-out | yes         | nobody      | Ada | Bob | .
            check-out | yes         | Ada by sync | .   | Bob | in
            check-out | yes         | Ada by hand | .   | Bob | .
            check-out | yes         | Berlin      | .   | .   | .
            """)
    void A9_E5_E7_E9_whoGetsAnAssetWhoseDeviceHasAUser(
            String change, String overrides, String holder, String ada, String bob, String unknown) {
        // Neither what happens when a user goes nor whether there was one before matters while there is one.
        for (var removed : OnRemoved.values()) {
            var rules = new AssigneeRules(policy(change, removed, overrides));
            for (var hadUser : List.of(true, false)) {
                var state = removed + ", had a user: " + hadUser;
                assertThat(result(rules.existing(holder(holder), Optional.of(ADA), true, hadUser)))
                        .as("Ada; %s", state)
                        .isEqualTo(ada);
                assertThat(result(rules.existing(holder(holder), Optional.of(BOB), true, hadUser)))
                        .as("Bob; %s", state)
                        .isEqualTo(bob);
                assertThat(result(rules.existing(holder(holder), Optional.empty(), true, hadUser)))
                        .as("unknown; %s", state)
                        .isEqualTo(unknown);
            }
        }
    }

    @ParameterizedTest(name = "removed: {0}, change: {1}, overrides-manual: {2}, {3} has it")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            # the policy                       | who has it  | the device had a user at the last look …
            removed  | change    | overrides   | holder      | yes | no
            keep     | keep      | no          | nobody      | .   | .
            keep     | keep      | no          | Ada by sync | .   | .
            keep     | keep      | no          | Ada by hand | .   | .
            keep     | keep      | no          | Berlin      | .   | .
            keep     | check-out | yes         | nobody      | .   | .
            keep     | check-out | yes         | Ada by sync | .   | .
            keep     | check-out | yes         | Ada by hand | .   | .
            keep     | check-out | yes         | Berlin      | .   | .
            check-in | keep      | no          | nobody      | .   | .
            check-in | keep      | no          | Ada by sync | in  | .
            check-in | keep      | no          | Ada by hand | .   | .
            check-in | keep      | no          | Berlin      | .   | .
            check-in | fill      | yes         | nobody      | .   | .
            check-in | fill      | yes         | Ada by sync | in  | .
            check-in | fill      | yes         | Ada by hand | in  | .
            check-in | fill      | yes         | Berlin      | .   | .
            check-in | check-out | no          | nobody      | .   | .
            check-in | check-out | no          | Ada by sync | in  | .
            check-in | check-out | no          | Ada by hand | .   | .
            check-in | check-out | no          | Berlin      | .   | .
            check-in | check-out | yes         | nobody      | .   | .
            check-in | check-out | yes         | Ada by sync | in  | .
            check-in | check-out | yes         | Ada by hand | in  | .
            check-in | check-out | yes         | Berlin      | .   | .
            """)
    void E8_E9_E17_whoLosesAnAssetWhoseDeviceHasNoUser(
            String removed, String change, String overrides, String holder, String had, String hadNot) {
        var onRemoved = removed.equals("keep") ? OnRemoved.KEEP : OnRemoved.CHECK_IN;
        var rules = new AssigneeRules(policy(change, onRemoved, overrides));

        assertThat(result(rules.existing(holder(holder), Optional.empty(), false, true)))
                .as("had a user")
                .isEqualTo(had);
        assertThat(result(rules.existing(holder(holder), Optional.empty(), false, false)))
                .as("had none")
                .isEqualTo(hadNot);
    }

    @ParameterizedTest
    @EnumSource(OnCreate.class)
    void A4_C2_whoGetsANewAsset(OnCreate create) {
        var rules = new AssigneeRules(new Assignee(create, OnChange.KEEP, OnRemoved.KEEP, false));

        assertThat(result(rules.created(Optional.of(ADA)))).isEqualTo(create == OnCreate.LINK ? "Ada" : ".");
        assertThat(result(rules.created(Optional.empty()))).isEqualTo(".");
    }

    @ParameterizedTest
    @EnumSource(OnChange.class)
    void saysWhyAndWhoHadIt(OnChange change) {
        var rules = new AssigneeRules(new Assignee(OnCreate.LINK, change, OnRemoved.CHECK_IN, change != OnChange.KEEP));
        var holders =
                Stream.of("nobody", "Ada by sync", "Ada by hand", "Berlin").map(AssigneeRulesTests::holder);

        assertThat(holders)
                .allSatisfy(holder -> assertThat(Stream.of(
                                        rules.existing(holder, Optional.of(BOB), true, true),
                                        rules.existing(holder, Optional.empty(), true, true),
                                        rules.existing(holder, Optional.empty(), false, true))
                                .flatMap(Optional::stream))
                        .allSatisfy(assignment -> {
                            assertThat(assignment.before()).isEqualTo(holder);
                            assertThat(assignment.rule()).matches("[A-E][0-9]+: .+");
                            assertThat(assignment.change().before())
                                    .isEqualTo(holder.map(Holder::label).orElse(""));
                        }));
    }
}
