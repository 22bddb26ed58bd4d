package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Actor;
import io.rollcall.demo.Fault;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.secret.SecretRotation;
import io.rollcall.source.RestrictedField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How restricted values come from the sources into their table. */
class RestrictedSyncTests extends JamfPipelineTest {

    private static final String SECRETS = "/api/v1/devices/*/secrets/*";
    private static final String ALWAYS_RESTRICTED = ALWAYS.replaceFirst("\\{", "{\"restricted\": true, ");
    private static final String LIST_ONLY_RESTRICTED = LIST_ONLY.replaceFirst("\\{", "{\"restricted\": true, ");

    @Autowired
    private RestrictedValues values;

    @Autowired
    private Opening opening;

    @Autowired
    private SecretRotation rotation;

    /** As the MDM itself gives them. */
    private Map<RestrictedField, String> secretsOf(SimulatedIru tenant, String device) {
        var secrets = new EnumMap<RestrictedField, String>(RestrictedField.class);
        Map.of(
                        RestrictedField.RECOVERY_KEY, "filevaultkey key",
                        RestrictedField.RECOVERY_LOCK_PASSWORD, "recoverypassword recovery_password",
                        RestrictedField.ACTIVATION_LOCK_BYPASS_CODE, "bypasscode user_based_albc")
                .forEach((field, at) -> {
                    var name = at.split(" ");
                    var value = secretOf(tenant, device, name[0]).path(name[1]).asText("");
                    if (!value.isEmpty() && !value.equals("null")) {
                        secrets.put(field, value);
                    }
                });
        return secrets;
    }

    private JsonNode secretOf(SimulatedIru tenant, String device, String name) {
        try {
            return json.readTree(tenant.secret(device, name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the table has of an asset, decrypted. No two of a test's actors are the same: they are limited. */
    private Map<RestrictedField, String> kept(long asset) {
        var kept = new HashMap<RestrictedField, String>();
        for (var value : values.of(asset)) {
            var field = RestrictedField.of(value.field()).orElseThrow();
            var actor = new Actor("test " + asset + " " + System.nanoTime(), "");
            kept.put(field, values.reveal(asset, field, "test", actor).value().reveal());
        }
        return kept;
    }

    private record Linked(String device, long asset) {}

    private List<Linked> linked(String platform) {
        return jdbc.sql("select source_id, asset_id from device where attributes ->> 'platform' = ? order by 1")
                .param(platform)
                .query((row, n) -> new Linked(row.getString(1), row.getLong(2)))
                .list();
    }

    /** Every row of every table but the one the values belong into, as text. */
    private String everythingElse() {
        return String.join(
                "\n",
                jdbc
                        .sql("select tablename from pg_tables where schemaname = 'public'")
                        .query(String.class)
                        .list()
                        .stream()
                        .flatMap(table ->
                                jdbc.sql("select t::text from \"" + table + "\" t").query(String.class).list().stream())
                        .toList());
    }

    @Test
    void A12_aSyncKeepsWhatRecordsAndSecretsSayEncryptedAndNowhereElse() {
        var tenant = tenant(12);
        connect(tenant, ALWAYS_RESTRICTED);

        var macs = linked("Mac");
        assertThat(macs).hasSizeGreaterThan(2);
        var everything = everythingElse();
        for (var mac : macs) {
            var secrets = secretsOf(tenant, mac.device());
            assertThat(kept(mac.asset()))
                    .containsAllEntriesOf(secrets)
                    .containsKeys(RestrictedField.ACTIVATION_LOCK_ENABLED, RestrictedField.RECOVERY_LOCK_ENABLED);
            assertThat(secrets).isNotEmpty();
            secrets.values()
                    .forEach(secret -> assertThat(everything.contains(secret))
                            .as("a secret in a table")
                            .isFalse());
        }
        assertThat(column("select value from restricted_value", String.class))
                .allMatch(value -> value.matches("v1:[0-9a-f]{8}:[A-Za-z0-9_-]+"));
        assertThat(column("select detail_record::text from device", String.class))
                .noneMatch(record -> record.contains("activation_lock") || record.contains("recovery_information"));
    }

    @Test
    void A12_nothingIsFetchedOrKeptUnlessThePolicyWantsIt() {
        var tenant = tenant(12);

        connect(tenant, ALWAYS);

        assertThat(tenant.requests().matching(SECRETS)).isEmpty();
        assertThat(count("select count(*) from restricted_value")).isZero();
    }

    @Test
    void A12_syncsAskForADevicesSecretsOnceAndListOnlyOnesNever() {
        var tenant = tenant(12);
        var connection = connect(tenant, ALWAYS_RESTRICTED);
        var asked = tenant.requests().matching(SECRETS).size();
        assertThat(asked).isPositive();
        var before = column("select value from restricted_value order by 1", String.class);

        sync(connection);

        assertThat(tenant.requests().matching(SECRETS)).hasSize(asked);
        assertThat(column("select value from restricted_value order by 1", String.class))
                .as("what is said again is not written again")
                .isEqualTo(before);

        var listOnly = tenant(12);
        connect(listOnly, LIST_ONLY_RESTRICTED);
        assertThat(listOnly.requests().matching(SECRETS))
                .as("those of the connection's test")
                .hasSize(4);
    }

    @Test
    void A12_openingAnAssetOfAListOnlyConnectionReadsItsSecrets() {
        var tenant = tenant(12);
        connect(tenant, LIST_ONLY_RESTRICTED);
        var mac = linked("Mac").get(0);

        opening.open(mac.asset());

        await(() -> opening.open(mac.asset()).get(0).state().equals("current"));
        assertThat(kept(mac.asset())).containsAllEntriesOf(secretsOf(tenant, mac.device()));
    }

    @Test
    void A12_aSecretThatTheTokenMayNotReadIsLeftOutAndAskedForOnceARun() {
        var tenant = SimulatedIru.builder()
                .seed(8_101)
                .devices(12)
                .odd(false)
                .token(
                        "test",
                        TOKEN,
                        Permission.DEVICE_LIST,
                        Permission.DEVICE_DETAILS,
                        Permission.DEVICE_ID,
                        Permission.LIST_USERS,
                        Permission.FILEVAULT_RECOVERY_KEY)
                .start();
        try (tenant) {
            var connection = connect(tenant, ALWAYS_RESTRICTED.replace("\"at-once\": 8", "\"at-once\": 1"));

            assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lastRun(connection).counts().failed()).isZero();
            assertThat(column("select distinct field from restricted_value", String.class))
                    .contains("recovery-key")
                    .doesNotContain("recovery-lock-password", "activation-lock-bypass-code");
            assertThat(tenant.requests().matching("/api/v1/devices/*/secrets/recoverypassword"))
                    .as("the connection's test, and the run: not each of its Macs")
                    .hasSizeBetween(2, 5);
            assertThat(column(
                            "select distinct restricted_refused::text from device"
                                    + " where attributes ->> 'platform' = 'Mac'",
                            String.class))
                    .singleElement()
                    .asString()
                    .contains("recovery-lock-password", "activation-lock-bypass-code");

            var allowed = tenant.requests()
                    .matching("/api/v1/devices/*/secrets/filevaultkey")
                    .size();
            var refused = tenant.requests()
                    .matching("/api/v1/devices/*/secrets/recoverypassword")
                    .size();
            sync(connection);

            assertThat(tenant.requests().matching("/api/v1/devices/*/secrets/filevaultkey"))
                    .as("what was read is not read again")
                    .hasSize(allowed);
            assertThat(tenant.requests().matching("/api/v1/devices/*/secrets/recoverypassword"))
                    .as("every run tries what was refused")
                    .hasSizeBetween(refused + 1, refused + 3);
        }
    }

    @Test
    void A12_aSecretThatCanNotBeReadNowKeepsNoDeviceFromTheInventoryAndIsReadLater() {
        var tenant = tenant(12);
        tenant.faults().on(SECRETS).always().answer(Fault.status(503));
        var connection = connect(tenant, ALWAYS_RESTRICTED);

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(count("select count(*) from restricted_value where field = 'recovery-key'"))
                .isZero();
        assertThat(lastRun(connection).counts().created()).isEqualTo(12);
        tenant.faults().clear();
        sync(connection);

        for (var mac : linked("Mac")) {
            assertThat(kept(mac.asset())).containsAllEntriesOf(secretsOf(tenant, mac.device()));
        }
    }

    @Test
    void B1_restrictedValuesOfJamfProAreKeptAsIrusAre() {
        var server = jamf(12, 6);
        var connection =
                connect(server, "{\"restricted\": true, \"create\": {\"managed-only\": false, \"requires\": []}}");

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        var keys = 0;
        for (var device : jdbc.sql("select source_id, asset_id from device")
                .query((row, n) -> new Linked(row.getString(1), row.getLong(2)))
                .list()) {
            var computer = device.device().startsWith("computer-");
            var record = server.fleet()
                    .record(
                            computer ? Kind.COMPUTER : Kind.MOBILE_DEVICE,
                            Integer.parseInt(device.device().replaceAll("\\D", "")))
                    .orElseThrow();
            var kept = kept(device.asset());
            assertThat(kept.get(RestrictedField.APPLECARE_ID))
                    .isEqualTo(record.at("/purchasing/appleCareId").textValue());
            if (computer) {
                var locked = record.at("/security/recoveryLockEnabled").asBoolean();
                assertThat(kept.get(RestrictedField.RECOVERY_LOCK_ENABLED)).isEqualTo(String.valueOf(locked));
                assertThat(kept.containsKey(RestrictedField.RECOVERY_LOCK_PASSWORD))
                        .isEqualTo(locked);
                keys += kept.containsKey(RestrictedField.RECOVERY_KEY) ? 1 : 0;
            }
        }
        assertThat(keys).as("recovery keys").isPositive();
        assertThat(column("select list_record::text from device", String.class))
                .noneMatch(record -> record.contains("appleCareId") || record.contains("LockEnabled"));
    }

    @Test
    void B1_anOlderServerIsAskedByItsOlderPaths() {
        var server =
                jamf(SimulatedJamf.builder().computers(6).mobiles(0).odd(false).older(1, true, "11.0.0"));
        connect(server, "{\"restricted\": true, \"create\": {\"managed-only\": false, \"requires\": []}}");

        assertThat(count("select count(*) from restricted_value where field = 'recovery-key'"))
                .isPositive();
    }

    @Test
    void F56_aKeyThatIsChangedDuringARunLosesNothing() throws IOException {
        var file = Path.of("target/pipeline-test-data-" + System.getProperty("surefire.forkNumber", "1"), "secret.key");
        var before = Files.readString(file);
        var tenant = tenant(12);
        tenant.latency(java.time.Duration.ofMillis(20));
        try {
            var connection =
                    connectWithoutWaiting(tenant, ALWAYS_RESTRICTED.replaceFirst("\\{", "{\"page-size\": 3, "));
            var run = lastRun(connection).id();
            await(() -> count("select count(*) from restricted_value") > 0);
            Files.writeString(file, newKey() + "\n" + before);

            var rotated = rotation.rotate();

            assertThat(rotated.unreadable()).isZero();
            assertThat(ended(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(connections.find(connection).orElseThrow().credentials()).isPresent();
            assertThat(column("select distinct split_part(value, ':', 2) from restricted_value", String.class))
                    .containsExactly(rotated.key());
            for (var mac : linked("Mac")) {
                assertThat(kept(mac.asset())).containsAllEntriesOf(secretsOf(tenant, mac.device()));
            }
            assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        } finally {
            Files.writeString(
                    file, before.strip() + "\n" + Files.readString(file).replace(before, ""));
            rotation.rotate();
            Files.writeString(file, before);
        }
    }

    private static String newKey() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
