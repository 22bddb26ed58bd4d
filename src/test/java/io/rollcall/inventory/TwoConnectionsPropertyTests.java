package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What must hold whatever devices and users two connections report, whatever their policies, and whatever people do here in
 * between. Few serial numbers, names and users, so that they collide all the time.
 */
class TwoConnectionsPropertyTests {

    /** Rounds after which fleets that stand still must be settled: each frees at least one serial number or asset ID. */
    private static final int ENOUGH = 12;

    private static final String SOME_TIME = "2026-01-0%dT00:00:00Z";

    @Provide
    Arbitrary<List<ObservedDevice>> pages() {
        var identity = Combinators.combine(
                        Arbitraries.of("d1", "d2", "d3", "d4", "d5"),
                        Arbitraries.of("S1", "S2", "S3", "S4", ""),
                        Arbitraries.of("A", "B", ""),
                        Arbitraries.of(DeviceType.LAPTOP, DeviceType.PHONE, DeviceType.UNKNOWN))
                .as(Identity::new);
        var user = Combinators.combine(
                        Arbitraries.of("Ada Abbott", "Bob", ""),
                        Arbitraries.of("ada@acme.example", "ADA@acme.example", "bob@acme.example", "no address", ""),
                        Arbitraries.of("Sales", ""))
                .as((name, email, department) ->
                        Map.of(Field.USER_NAME, name, Field.USER_EMAIL, email, Field.DEPARTMENT, department));
        var state = Combinators.combine(
                        Arbitraries.of("true", "false", ""),
                        Arbitraries.of("true", "false"),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of("8 GB", "16 GB", ""),
                        Arbitraries.of("MacBook", "iPhone", ""))
                .as((managed, missing, day, memory, model) -> Map.of(
                        Field.MANAGED, managed,
                        Field.MISSING, missing,
                        Field.LAST_CHECK_IN, SOME_TIME.formatted(day),
                        Field.MEMORY, memory,
                        Field.MODEL_NAME, model));
        return Combinators.combine(identity, user, state)
                .as((who, person, facts) -> {
                    var attributes = new EnumMap<Field, String>(Map.of(Field.DEVICE_NAME, who.name()));
                    attributes.putAll(person);
                    attributes.putAll(facts);
                    return Inventory.device(who.id(), who.serial(), who.type(), attributes);
                })
                .list()
                .uniqueElements(ObservedDevice::sourceId)
                .ofMaxSize(5);
    }

    private record Identity(String id, String serial, String name, DeviceType type) {}

    @Provide
    Arbitrary<Policy> policies() {
        var ids = Arbitraries.of("asset-id: serial", "asset-id: device-name");
        var assignees = Arbitraries.of(
                "{ create: none }",
                "{}",
                "{ change: fill }",
                "{ change: fill, removed: check-in, overrides-manual: true }",
                "{ change: check-out, removed: check-in }",
                "{ change: check-out, removed: check-in, overrides-manual: true }");
        var people = Arbitraries.of("never", "with-names", "always");
        var match = Arbitraries.of("[email]", "[email, name]");
        var categories = Arbitraries.of("{}", "{ default: Kandji }", "{ from: type }");
        var more = Arbitraries.of("{}", "wins: [memory]", "existing: leave", "overwrite: [model, os-version]");
        return Combinators.combine(ids, assignees, people, match, categories, more)
                .as((id, assignee, create, by, category, other) ->
                        policy("""
                        %s
                        assignee: %s
                        people: { match: %s, create: %s }
                        category: %s
                        %s
                        """.formatted(id, assignee, by, create, category, other.equals("{}") ? "" : other)));
    }

    /** What a person does to the first asset there is. */
    private enum Hand {
        NOTHING,
        TO_ADA,
        TO_A_PLACE,
        CHECK_IN
    }

    private static Inventory inventory() {
        var inventory = new Inventory();
        inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.add("A", "S4", Map.of("memory", "4 GB", "location", "Berlin", "department", "Sales"));
        return inventory;
    }

    private static void act(Inventory inventory, Hand hand) {
        var asset = inventory.assets().get(0);
        switch (hand) {
            case NOTHING -> {}
            case CHECK_IN -> inventory.hand(asset.assetId(), Optional.empty());
            case TO_A_PLACE ->
                inventory.hand(asset.assetId(), Optional.of(new Holder(Optional.empty(), "Berlin", true)));
            case TO_ADA ->
                inventory.hand(asset.assetId(), Optional.of(new Holder(Optional.of(1L), "Ada Abbott", true)));
        }
    }

    private static void sync(Inventory inventory, Policy policy, long connection, List<ObservedDevice> page) {
        inventory.sync(policy, connection, page.toArray(ObservedDevice[]::new));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I3_X6_fleetsThatStandStillSettleWhateverTheOrderOfTheirSyncs(
            @ForAll("policies") Policy one,
            @ForAll("policies") Policy other,
            @ForAll("pages") List<ObservedDevice> before,
            @ForAll("pages") List<ObservedDevice> first,
            @ForAll("pages") List<ObservedDevice> second,
            @ForAll Hand hand,
            @ForAll boolean secondBegins) {
        var inventory = inventory();
        sync(inventory, one, 1, before);
        act(inventory, hand);
        for (var round = 0; round < ENOUGH; round++) {
            if (secondBegins) {
                sync(inventory, other, 2, second);
                sync(inventory, one, 1, first);
            } else {
                sync(inventory, one, 1, first);
                sync(inventory, other, 2, second);
            }
        }
        var assets = inventory.assets();
        var people = List.copyOf(inventory.people());

        for (var connection : List.of(1, 1, 2, 2, 1)) {
            sync(inventory, connection == 1 ? one : other, connection, connection == 1 ? first : second);
            assertThat(inventory.last().devices()).allSatisfy(decision -> {
                assertThat(decision.changes()).isEmpty();
                assertThat(decision.assignment()).isEmpty();
            });
            assertThat(inventory.last().newPeople()).isEmpty();
            assertThat(inventory.last().changedPeople()).isEmpty();
            assertThat(inventory.last().newProducts()).isEmpty();
        }
        assertThat(inventory.assets()).isEqualTo(assets);
        assertThat(inventory.people()).containsExactlyElementsOf(people);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I3_samePageAThirdTimeChangesNeitherPeopleNorCheckOuts(
            @ForAll("policies") Policy policy, @ForAll("pages") List<ObservedDevice> page, @ForAll Hand hand) {
        var inventory = inventory();
        act(inventory, hand);
        // The first look may create a person for one device whom another one, before it on the page, wants as well.
        sync(inventory, policy, 1, page);
        sync(inventory, policy, 1, page);
        var assets = inventory.assets();
        var people = List.copyOf(inventory.people());

        sync(inventory, policy, 1, page);

        assertThat(inventory.assets()).isEqualTo(assets);
        assertThat(inventory.people()).containsExactlyElementsOf(people);
        assertThat(inventory.last().devices())
                .extracting(Decision::outcome)
                .isSubsetOf(Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.DUPLICATE);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void X5_everyChangeSaysWhyAndIsWhatHappened(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> first,
            @ForAll("pages") List<ObservedDevice> second,
            @ForAll Hand hand) {
        var inventory = inventory();
        sync(inventory, policy, 1, first);
        act(inventory, hand);
        var before = new HashMap<Long, Map<String, String>>();
        inventory.assets().forEach(asset -> before.put(asset.id(), asset.values()));
        sync(inventory, policy, 1, second);

        assertThat(inventory.last().devices()).allSatisfy(decision -> {
            assertThat(decision.changes()).allSatisfy(change -> {
                assertThat(change.rule()).isNotBlank();
                // Two people may have the same name.
                if (!change.field().equals(AssetProperty.ASSIGNEE)) {
                    assertThat(change.after()).isNotEqualTo(change.before());
                }
            });
            decision.values()
                    .forEach((property, value) -> assertThat(decision.changes())
                            .filteredOn(change -> change.field().equals(property))
                            .singleElement()
                            .satisfies(change -> {
                                assertThat(change.after()).isEqualTo(value);
                                assertThat(change.before())
                                        .isEqualTo(before.getOrDefault(
                                                        decision.asset().orElseThrow(), Map.of())
                                                .getOrDefault(property, ""));
                            }));
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void I7_noSyncWritesWhatIsOurs(
            @ForAll("policies") Policy policy,
            @ForAll("pages") List<ObservedDevice> first,
            @ForAll("pages") List<ObservedDevice> second) {
        var inventory = inventory();
        sync(inventory, policy, 1, first);
        var ours = new ArrayList<>(List.of("location", "department", "status", "condition", "notes", "category"));
        if (policy.assetName() == Policy.NameSource.NONE) {
            ours.add("name");
        }

        sync(inventory, policy, 1, second);

        assertThat(inventory.last().devices())
                .filteredOn(decision -> decision.create().isEmpty())
                .allSatisfy(decision -> assertThat(decision.values().keySet()).doesNotContainAnyElementsOf(ours));
        assertThat(inventory.asset("A").values())
                .containsEntry("location", "Berlin")
                .containsEntry("department", "Sales");
    }
}
