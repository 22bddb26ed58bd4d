package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.Field;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.policy.Policy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two connections that have the same device decides what (X6). Connection 1 leads at first. */
class LeaderTests {

    private static final Instant DAY_ONE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Policy USUAL = policy("{}");

    private final Inventory inventory = new Inventory();

    private static ObservedDevice seen(String id, String managed, int hour, Map<Field, String> more) {
        var attributes = new EnumMap<Field, String>(Map.of(
                Field.MANAGED,
                managed,
                Field.LAST_CHECK_IN,
                DAY_ONE.plusSeconds(hour * 3600L).toString()));
        attributes.putAll(more);
        return device(id, "S1", attributes);
    }

    private static Link link(long connection, String managed, @Nullable Integer hour) {
        return new Link(
                connection,
                "d" + connection,
                managed.equals("managed"),
                Optional.ofNullable(hour).map(h -> DAY_ONE.plusSeconds(h * 3600L)));
    }

    @ParameterizedTest(name = "leader {0} and seen at {1} h, the other {2} and seen at {3} h")
    @CsvSource({
        "managed,   100, managed,   100, false",
        "managed,   100, managed,   123, false",
        "managed,   100, managed,   124, false",
        "managed,   100, managed,   125, true",
        "managed,   100, unmanaged, 999, false",
        "managed,      , managed,   999, false",
        "managed,   100, managed,      , false",
        "unmanaged, 100, managed,     1, true",
        "unmanaged, 100, managed,      , true",
        "unmanaged, 100, unmanaged, 999, false",
    })
    void X6_otherConnectionLeadsOnceTheDeviceIsClearlyMoreAliveThere(
            String leader, @Nullable Integer leaderSeen, String other, @Nullable Integer otherSeen, boolean leads) {
        var asset = new AssetState(
                1,
                "A1",
                Optional.empty(),
                Map.of(),
                Claims.NONE,
                List.of(link(1, leader, leaderSeen)),
                Optional.of(1L),
                Optional.of(1L),
                Optional.empty(),
                false);

        assertThat(asset.isLedBy(link(2, other, otherSeen))).isEqualTo(leads);
        assertThat(asset.isLedBy(link(1, leader, leaderSeen))).isTrue();
    }

    @Test
    void X6_anybodyLeadsWhereNobodyDoesOrTheLeaderHasTheDeviceNoMore() {
        inventory.add("A1", "S1", Map.of());
        inventory.sync(USUAL, 1, seen("d1", "true", 0, Map.of()));
        assertThat(inventory.asset("A1").leader()).contains(1L);

        inventory.sync(USUAL, 2, seen("d2", "true", 0, Map.of()));
        assertThat(inventory.asset("A1").leader()).contains(1L);

        inventory.forget(1);
        inventory.sync(USUAL, 2, seen("d2", "true", 0, Map.of()));
        assertThat(inventory.asset("A1").leader()).contains(2L);
    }

    @Test
    void X6_missingDeviceIsNotAlive() {
        inventory.sync(USUAL, 1, seen("d1", "true", 0, Map.of(Field.MISSING, "true")));

        var decided = inventory.sync(USUAL, 2, seen("d2", "true", 0, Map.of())).get(0);

        assertThat(inventory.asset("S1").leader()).contains(2L);
        assertThat(decided.changes())
                .contains(new FieldChange("leader", "", "c2", "X6: where it was last seen managed"));
        assertThat(inventory.asset("S1").values()).containsEntry("mdm-state", "managed");
    }

    @Test
    void X6_onlyTheLeaderGivesTheAssetAnAssignee() {
        var following = policy("assignee: { change: check-out, removed: check-in, overrides-manual: true }");
        inventory.addPerson("Ada Abbott", "ada@acme.example");
        inventory.addPerson("Bob Brown", "bob@acme.example");
        inventory.sync(following, 1, seen("d1", "true", 0, Map.of(Field.USER_EMAIL, "ada@acme.example")));

        inventory.sync(following, 2, seen("d2", "true", 0, Map.of(Field.USER_EMAIL, "bob@acme.example")));
        assertThat(inventory.holder("S1")).isEqualTo("Ada Abbott");

        inventory.sync(following, 2, seen("d2", "true", 48, Map.of(Field.USER_EMAIL, "bob@acme.example")));
        assertThat(inventory.holder("S1")).isEqualTo("Bob Brown");

        inventory.sync(following, 1, seen("d1", "true", 1, Map.of(Field.USER_EMAIL, "ada@acme.example")));
        assertThat(inventory.holder("S1")).isEqualTo("Bob Brown");
    }

    @Test
    void X6_fieldThatAConnectionWinsIsItsOwnWhoeverLeads() {
        var winning = policy("wins: [memory]");
        var first = seen("d1", "true", 0, Map.of(Field.MEMORY, "8 GB", Field.STORAGE, "1 TB"));
        var other = seen("d2", "true", 0, Map.of(Field.MEMORY, "16 GB", Field.STORAGE, "2 TB"));
        for (var round = 0; round < 3; round++) {
            inventory.sync(USUAL, 1, first);
            inventory.sync(winning, 2, other);
            assertThat(inventory.asset("S1").values())
                    .as("round %d", round)
                    .containsEntry("memory", "16 GB")
                    .containsEntry("storage", "1 TB");
        }
        assertThat(inventory.asset("S1").leader()).contains(1L);
        assertThat(inventory.asset("S1").claims().isWon("memory")).isTrue();
    }

    @Test
    void X6_twoConnectionsThatBothWinAFieldDoNotTakeTurns() {
        var winning = policy("wins: [memory]");
        for (var round = 0; round < 3; round++) {
            inventory.sync(winning, 1, seen("d1", "true", 0, Map.of(Field.MEMORY, "8 GB")));
            inventory.sync(winning, 2, seen("d2", "true", 0, Map.of(Field.MEMORY, "16 GB")));
            assertThat(inventory.asset("S1").values()).containsEntry("memory", "8 GB");
        }
    }

    @Test
    void X6_connectionThatWinsAFieldGivesItUpWithTheDevice() {
        inventory.sync(policy("wins: [memory]"), 1, seen("d1", "true", 0, Map.of(Field.MEMORY, "8 GB")));
        inventory.sync(USUAL, 2, seen("d2", "true", 0, Map.of(Field.MEMORY, "16 GB")));
        inventory.forget(1);

        inventory.sync(USUAL, 2, seen("d2", "true", 0, Map.of(Field.MEMORY, "16 GB")));

        assertThat(inventory.asset("S1").values()).containsEntry("memory", "16 GB");
    }
}
