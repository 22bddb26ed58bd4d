package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.rollcall.connection.IruConnection;
import io.rollcall.database.TestDatabase;
import io.rollcall.source.Iru;
import io.rollcall.sync.SourceDevice.Match;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** How the devices of a page compare with what is known of them. */
class MatchingTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static JdbcClient jdbc;

    private long connection;

    @BeforeAll
    static void migrate() {
        // One connection for all: making one takes longer than a test.
        var test = TestDatabase.fresh();
        var database = new SingleConnectionDataSource(test.url(), test.user(), test.password(), true);
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
    }

    @BeforeEach
    void connect() {
        jdbc.sql("delete from connection").update();
        connection = jdbc.sql("insert into connection (name, source, preset, base_url, credentials)"
                        + " values ('acme', 'iru', 'unthread-iru', 'https://acme', '') returning id")
                .query(Long.class)
                .single();
    }

    private static ObjectNode row(String id, String serial) {
        return new ObjectMapper().createObjectNode().put("device_id", id).put("serial_number", serial);
    }

    /** A device as it was stored with the record at this time; linked to an asset. */
    private void known(JsonNode record, Instant detailsAt) {
        var asset = jdbc.sql("insert into asset (asset_id, status) values (gen_random_uuid()::text, 'allocated')"
                        + " returning id")
                .query(Long.class)
                .single();
        jdbc.sql("""
                        insert into device (connection_id, source_id, asset_id, attributes, list_record, list_hash,
                                            mapping, read_at, details_at)
                        values (?, ?, ?, '{}', '{}', ?, ?, now(), ?)
                        """)
                .param(connection)
                .param(record.path("device_id").asText())
                .param(asset)
                .param(Iru.MAPPING.listHash(record))
                .param(Iru.MAPPING.version())
                .param(OffsetDateTime.ofInstant(detailsAt, ZoneOffset.UTC))
                .update();
    }

    private List<SourceDevice> compare(String policy, Instant now, JsonNode... records) {
        return compare(policy, RunKind.SYNC, now, List.of(records));
    }

    private List<SourceDevice> compare(String policy, RunKind kind, Instant now, List<JsonNode> records) {
        var run = new RunContext(new Lease(1, 1), kind, IruConnection.of(connection, policy), Span.getInvalid());
        return new Matching(jdbc, new ObjectMapper(), Clock.fixed(now, ZoneOffset.UTC))
                .compare(run, run.trace(), records);
    }

    @ParameterizedTest
    @CsvSource({
        "always,    NEW,       true",
        "changed,   NEW,       true",
        "on-demand, NEW,       false",
    })
    void newDeviceIsNewAndItsDetailsAreReadByPolicy(String mode, Match match, boolean details) {
        var device =
                compare("details: { mode: " + mode + " }", NOW, row("d1", "S1")).get(0);

        assertThat(device.match()).isEqualTo(match);
        assertThat(device.wantsDetails()).isEqualTo(details);
    }

    @ParameterizedTest
    @CsvSource({
        "always,    S1, CHANGED,   true",
        "changed,   S1, UNCHANGED, false",
        "on-demand, S1, UNCHANGED, false",
        "always,    S2, CHANGED,   true",
        "changed,   S2, CHANGED,   true",
        "on-demand, S2, CHANGED,   false",
    })
    void knownDeviceIsUnchangedOnlyWhereItsRecordIs(String mode, String serial, Match match, boolean details) {
        known(row("d1", "S1"), NOW);

        var device = compare("details: { mode: " + mode + " }", NOW, row("d1", serial))
                .get(0);

        assertThat(device.match()).isEqualTo(match);
        assertThat(device.wantsDetails()).isEqualTo(details);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update device set asset_id = null",
                "update device set removed_at = now()",
                "update device set mapping = 'another'",
                "insert into dead_letter (connection_id, source_id, stage, error, message, payload)"
                        + " select connection_id, source_id, 'map', 'x', 'x', '{}' from device"
            })
    void sameRecordIsLookedAtAgainWhereSomethingIsOpen(String sql) {
        known(row("d1", "S1"), NOW);
        jdbc.sql(sql).update();

        assertThat(compare("details: { mode: on-demand }", NOW, row("d1", "S1")))
                .extracting(SourceDevice::match)
                .containsExactly(Match.CHANGED);
    }

    @Test
    void X2_replayLooksAtUnchangedDevicesToo() {
        known(row("d1", "S1"), NOW);

        assertThat(compare("{}", RunKind.REPLAY, NOW, List.of(row("d1", "S1"))))
                .extracting(SourceDevice::match)
                .containsExactly(Match.CHANGED);
    }

    @Test
    void detailsComeDueSpreadOverTheLastQuarterOfTheirAge() {
        var records = IntStream.range(0, 1000)
                .<JsonNode>mapToObj(i -> row(new UUID(0, i * 0x9E3779B97F4A7C15L).toString(), "S" + i))
                .toList();
        records.forEach(record -> known(record, NOW));
        var policy = "details: { mode: changed, max-age: 40d }";

        assertThat(due(policy, records, 30)).isZero();
        assertThat(due(policy, records, 35)).isBetween(400L, 600L);
        assertThat(due(policy, records, 41)).isEqualTo(1000);
    }

    @Test
    void numbersThatFollowEachOtherDoNotComeDueTogether() {
        var records = IntStream.range(0, 200)
                .<JsonNode>mapToObj(i -> row("computer-" + (1000 + i), "S" + i))
                .toList();
        records.forEach(record -> known(record, NOW));

        assertThat(due("details: { mode: changed, max-age: 40d }", records, 35)).isBetween(70L, 130L);
    }

    private long due(String policy, List<JsonNode> records, int days) {
        return compare(policy, RunKind.SYNC, NOW.plus(Duration.ofDays(days)), records).stream()
                .filter(SourceDevice::wantsDetails)
                .count();
    }

    @Test
    void recordWithoutIdIsADeadLetterUnderANameMadeFromItsContent() {
        var one = new ObjectMapper().createObjectNode().put("device_name", "A");
        var other = new ObjectMapper().createObjectNode().put("device_name", "B");

        var devices = compare("details: { mode: always }", NOW, one, other, one);
        var again = compare("details: { mode: always }", NOW, one);

        assertThat(devices).hasSize(2).allSatisfy(device -> {
            assertThat(device.match()).isEqualTo(Match.UNUSABLE);
            assertThat(device.wantsDetails()).isFalse();
            assertThat(device.sourceId()).startsWith("no-id-");
        });
        assertThat(again.get(0).sourceId()).isEqualTo(devices.get(0).sourceId());
        assertThat(new Devices().skip(devices.get(0))).isInstanceOfSatisfying(DeviceResult.Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("NoDeviceId");
            assertThat(failed.sourceId()).isEqualTo(devices.get(0).sourceId());
            assertThat(failed.payload()).isEqualTo(one);
        });
    }

    @Test
    void F20_F28_repetitionOnAPageStandsOnce() {
        assertThat(compare("{}", NOW, row("d1", "S1"), row("d2", "S2"), row("d1", "S3")))
                .extracting(SourceDevice::sourceId, SourceDevice::serial, SourceDevice::index)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("d1", "S1", 0),
                        org.assertj.core.groups.Tuple.tuple("d2", "S2", 1));
    }

    @ParameterizedTest
    @CsvSource({"changed, UNUSABLE", "on-demand, UNUSABLE", "always, NEW"})
    void A2_newDeviceWithoutARequiredSerialIsUnusableUnlessItsDetailsMayHaveOne(String mode, Match match) {
        var policy = "{ details: { mode: " + mode + " }, create: { requires: [serial] } }";

        var device = compare(policy, NOW, row("d1", "unknown")).get(0);

        assertThat(device.match()).isEqualTo(match);
        assertThat(new Devices().skip(device)).isInstanceOf(DeviceResult.Skipped.class);
    }
}
