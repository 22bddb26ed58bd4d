package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.device.Field;
import io.rollcall.device.PersonName;
import io.rollcall.inventory.PeopleBook.Answer;
import io.rollcall.policy.PeopleRules;
import io.rollcall.policy.PeopleRules.Creation;
import io.rollcall.policy.PeopleRules.Match;
import io.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who a device's user is here, and who is created. */
class PeopleBookTests {

    private static final List<Match> BY_EMAIL = List.of(Match.EMAIL);
    private static final List<Match> BY_EMAIL_AND_NAME = List.of(Match.EMAIL, Match.NAME);
    private static final Policy CREATING = policy("people: { match: [email], create: with-names }");

    private final Inventory inventory = new Inventory();

    /** @param name blank: none; likewise the address */
    private static ObservedDevice used(String id, String name, String email) {
        return used(id, name, email, Map.of());
    }

    private static ObservedDevice used(String id, String name, String email, Map<Field, String> details) {
        var attributes = new EnumMap<Field, String>(Map.of(Field.USER_NAME, name, Field.USER_EMAIL, email));
        attributes.putAll(details);
        return device(id, "SERIAL-" + id, attributes);
    }

    private Answer find(List<Match> match, Creation create, String name, String email) {
        var book = new PeopleBook(new PeopleRules(match, create, false), 1, inventory.people(), () -> 99);
        return book.find(DeviceUser.of(used("d", name, email).device()).orElseThrow());
    }

    private static String who(Answer answer) {
        return answer instanceof Answer.Known known
                ? (known.created() ? "new " : "") + known.person().label()
                : "nobody";
    }

    private static String reason(Answer answer) {
        return answer instanceof Answer.Left left ? left.reason() : ((Answer.Nobody) answer).reason();
    }

    @ParameterizedTest
    @CsvSource({
        "ada@acme.example,          Ada Abbott",
        "ADA@Acme.Example,          Ada Abbott",
        "'  ada@acme.example ',     Ada Abbott",
        "abbott@private.example,    Ada Abbott",
        "ada+mac@acme.example,      nobody",
        "ada@acme.example.org,      nobody",
        "a.da@acme.example,         nobody",
    })
    void A4_findsAPersonByAnyOfTheirAddressesWhateverTheCase(String email, String expected) {
        inventory.addPerson("Ada Abbott", "Ada@acme.example", "abbott@private.example");

        assertThat(who(find(BY_EMAIL, Creation.NEVER, "Somebody Else", email))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "create: {0}; {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            never      | Ada Abbott       | ada@acme.example | nobody
            never      | Ada Abbott       | ''               | nobody
            with-names | Ada Abbott       | ada@acme.example | new Ada Abbott
            with-names | Ada van Abbott   | ada@acme.example | new Ada van Abbott
            with-names | Ada              | ada@acme.example | nobody
            with-names | ''               | ada@acme.example | nobody
            with-names | Ada Abbott       | ''               | nobody
            with-names | Ada Abbott       | no address       | nobody
            always     | Ada Abbott       | ada@acme.example | new Ada Abbott
            always     | Ada              | ada@acme.example | new Ada
            always     | ''               | ada@acme.example | new ada@acme.example
            always     | Ada Abbott       | ''               | new Ada Abbott
            always     | Ada              | ''               | new Ada
            always     | Ada              | no address       | new Ada
            always     | ''               | no address       | nobody
            """)
    void A5_A6_A10_C11_D7_E5_whoIsCreated(String create, String name, String email, String expected) {
        var rule = Creation.valueOf(create.toUpperCase(Locale.ROOT).replace('-', '_'));

        var answer = find(BY_EMAIL_AND_NAME, rule, name, email);

        assertThat(who(answer)).isEqualTo(expected);
        if (expected.equals("nobody")) {
            assertThat(reason(answer))
                    .startsWith("Its user ")
                    .contains(" is nobody here, and ")
                    .endsWith(".");
        }
    }

    @Test
    void A5_splitsTheNameAtTheLastSpace() {
        inventory.sync(CREATING, 1, used("d1", "Ada  van der Abbott", "ada@acme.example"));

        assertThat(inventory.people())
                .extracting(PersonState::name)
                .containsExactly(new PersonName("Ada van der", "Abbott"));
    }

    @Test
    void A5_createsThePersonAlsoForAnAssetThatExistsAndLeavesItsAssigneeAlone() {
        var keeping = policy("people: { create: with-names }\nassignee: { create: link, change: keep }");
        inventory.sync(keeping, 1, device("d1", "S1", Map.of()));

        var decisions = inventory.sync(
                keeping,
                1,
                device("d1", "S1", Map.of(Field.USER_NAME, "Ada Abbott", Field.USER_EMAIL, "ada@acme.example")));

        assertThat(decisions.get(0).assignment()).isEmpty();
        assertThat(inventory.people()).extracting(PersonState::label).containsExactly("Ada Abbott");
        assertThat(inventory.holder("S1")).isEmpty();
    }

    @Test
    void A5_twoDevicesOfAPageCreateOnePerson() {
        inventory.sync(
                CREATING, 1, used("d1", "Ada Abbott", "ada@acme.example"), used("d2", "A Abbott", "ADA@acme.example"));

        assertThat(inventory.last().newPeople()).extracting(PersonState::label).containsExactly("Ada Abbott");
        assertThat(inventory.holder("SERIAL-D1")).isEqualTo("Ada Abbott");
        assertThat(inventory.holder("SERIAL-D2")).isEqualTo("Ada Abbott");
    }

    @Test
    void A6_saysWhyAUserIsNobody() {
        var decisions = inventory.sync(CREATING, 1, used("d1", "Ada", "ada@acme.example"));

        assertThat(decisions.get(0).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(decisions.get(0).remarks())
                .extracting(Remark::kind, Remark::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Remark.Kind.NOTICE,
                        "Its user ada@acme.example is nobody here, and a new person needs an e-mail address, a first and"
                                + " a last name."));
    }

    @Test
    void C11_goesByAddressBeforeName() {
        inventory.addPerson("Ada Abbott", "other@acme.example");
        inventory.addPerson("Bob Brown", "ada@acme.example");

        assertThat(who(find(BY_EMAIL_AND_NAME, Creation.ALWAYS, "Ada Abbott", "ada@acme.example")))
                .isEqualTo("Bob Brown");
    }

    @ParameterizedTest
    @CsvSource({"Ada Abbott", "ada ABBOTT", "'  Ada   Abbott'"})
    void C11_findsTheOnePersonOfTheNameWhoIsFoundByTheNewAddressFromThenOn(String name) {
        var merging = policy("people: { match: [email, name], create: always }");
        inventory.addPerson("Ada Abbott", "ada@private.example");

        inventory.sync(merging, 1, used("d1", name, "ada@acme.example"));
        var later = inventory.sync(merging, 1, used("d2", "", "Ada@acme.example"));

        assertThat(inventory.people())
                .singleElement()
                .satisfies(person -> assertThat(person.emails())
                        .extracting(email -> email.normalised())
                        .containsExactly("ada@private.example", "ada@acme.example"));
        assertThat(later.get(0).assignment().orElseThrow().after().orElseThrow().label())
                .isEqualTo("Ada Abbott");
    }

    @Test
    void C11_takesNobodyByANameThatTwoHave() {
        inventory.addPerson("Ada Abbott", "one@acme.example");
        inventory.addPerson("Ada Abbott", "two@acme.example");

        assertThat(who(find(BY_EMAIL_AND_NAME, Creation.NEVER, "Ada Abbott", "ada@acme.example")))
                .isEqualTo("nobody");
        assertThat(who(find(BY_EMAIL_AND_NAME, Creation.ALWAYS, "Ada Abbott", "ada@acme.example")))
                .isEqualTo("new Ada Abbott");
        assertThat(reason(find(BY_EMAIL_AND_NAME, Creation.ALWAYS, "Ada Abbott", "")))
                .isEqualTo("Its user Ada Abbott is nobody here, and 2 people have this name and the MDM gives no e-mail"
                        + " address.");
    }

    @Test
    void nameIsNoWayToFindAPersonUnlessThePolicySaysSo() {
        inventory.addPerson("Ada Abbott", "other@acme.example");

        assertThat(who(find(BY_EMAIL, Creation.NEVER, "Ada Abbott", "ada@acme.example")))
                .isEqualTo("nobody");
    }

    @Test
    void I3_createsNobodyWhoCouldNotBeFoundAgain() {
        var policy = policy("people: { match: [email], create: always }");
        for (var look = 0; look < 2; look++) {
            inventory.sync(policy, 1, used("d1", "Ada Abbott", ""));
        }

        assertThat(inventory.people()).isEmpty();
        assertThat(reason(find(BY_EMAIL, Creation.ALWAYS, "Ada Abbott", "")))
                .contains("a new person needs an e-mail address, since this connection finds nobody by name");
    }

    @Test
    void refusesToGoByNameAlone() {
        for (var match : List.of(List.<Match>of(), List.of(Match.NAME), List.of(Match.NAME, Match.EMAIL))) {
            assertThatThrownBy(() -> new PeopleRules(match, Creation.NEVER, false))
                    .hasMessage(
                            "match must be [email] or [email, name]: an address is one person's, so it comes first");
        }
    }

    @ParameterizedTest
    @EnumSource(Creation.class)
    void whoHasLeftGetsNothingAndIsNotCreatedAgain(Creation create) {
        inventory.archive(inventory.addPerson("Ada Abbott", "ada@acme.example"));

        var answer = find(BY_EMAIL_AND_NAME, create, "Ada Abbott", "ada@acme.example");

        assertThat(answer).isInstanceOf(Answer.Left.class);
        assertThat(reason(answer)).isEqualTo("Its user ada@acme.example has left: Ada Abbott is archived.");
    }

    @Test
    void assetIsNotTakenFromWhoHasLeftWhileTheDeviceIsTheirs() {
        var following = policy("assignee: { change: check-out, removed: check-in, overrides-manual: true }");
        var ada = inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.addPerson("Bob Brown", "bob@acme.example");
        inventory.sync(following, 1, used("d1", "Ada Abbott", "ada@acme.example"));
        inventory.archive(ada);

        var still = inventory.sync(following, 1, used("d1", "Ada Abbott", "ada@acme.example", Map.of(Field.TAGS, "x")));
        assertThat(inventory.holder("SERIAL-D1")).isEqualTo("Ada Abbott");
        assertThat(still.get(0).remarks()).extracting(Remark::reason).allMatch(why -> why.contains("has left"));

        inventory.sync(following, 1, used("d1", "Bob Brown", "bob@acme.example"));
        assertThat(inventory.holder("SERIAL-D1")).isEqualTo("Bob Brown");
    }

    @Test
    void C1_fillsInWhatTheMdmSaysOfAPersonAndKeepsWhatWasWrittenByHand() {
        var policy = policy("people: { match: [email], create: never }");
        var ada = inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.put(ada.withDetails(Map.of("department", "By hand"), Map.of()));
        var first = Map.of(Field.DEPARTMENT, "Sales", Field.JOB_TITLE, "Lead");

        inventory.sync(policy, 1, used("d1", "", "ada@acme.example", first));
        inventory.sync(
                policy, 2, used("d2", "", "ada@acme.example", Map.of(Field.JOB_TITLE, "Other", Field.ROOM, "7")));
        inventory.sync(policy, 1, used("d1", "", "ada@acme.example", Map.of(Field.JOB_TITLE, "Head")));

        var now = List.copyOf(inventory.people()).get(0);
        assertThat(now.details())
                .containsExactlyInAnyOrderEntriesOf(Map.of("department", "By hand", "job-title", "Head", "room", "7"));
        assertThat(now.claims()).containsExactlyInAnyOrderEntriesOf(Map.of("job-title", 1L, "room", 2L));
    }

    @Test
    void I3_sameUserAgainChangesNobody() {
        var policy = policy("people: { match: [email, name], create: always }");
        var devices = new ArrayList<>(List.of(
                used("d1", "Ada Abbott", "ada@acme.example", Map.of(Field.ROOM, "7")),
                used("d2", "Bob", ""),
                used("d3", "", "carl@acme.example")));
        inventory.sync(policy, 1, devices.toArray(ObservedDevice[]::new));

        inventory.sync(policy, 1, devices.toArray(ObservedDevice[]::new));

        assertThat(inventory.last().newPeople()).isEmpty();
        assertThat(inventory.last().changedPeople()).isEmpty();
        assertThat(inventory.people()).hasSize(3);
    }
}
