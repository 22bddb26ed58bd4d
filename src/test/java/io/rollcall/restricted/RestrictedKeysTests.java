package io.rollcall.restricted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.access.AuditOfTests;
import io.rollcall.database.TestDatabase;
import io.rollcall.records.RecordProblem;
import io.rollcall.secret.BoxOfTests;
import io.rollcall.secret.Secret;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretColumn;
import io.rollcall.secret.SecretRotation;
import io.rollcall.source.RestrictedField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Keys that are lost, wrong or changed, on a real PostgreSQL without the rest of the application. */
class RestrictedKeysTests {

    private static final SecretColumn CREDENTIALS = new SecretColumn("connection", "name", "credentials");
    private static final SecretColumn VALUES = new SecretColumn(RestrictedValues.TABLE, RestrictedValues.ROW, "value");
    private static final Actor ACTOR = new Actor("ada", "");

    private static JdbcClient jdbc;
    private static PlatformTransactionManager transactions;

    @TempDir
    Path folder;

    private Path file;
    private long connection;

    @BeforeAll
    static void migrate() {
        var fresh = TestDatabase.fresh();
        var database = new SingleConnectionDataSource(fresh.url(), fresh.user(), fresh.password(), true);
        Flyway.configure().dataSource(database).load().migrate();
        transactions = new DataSourceTransactionManager(database);
        jdbc = JdbcClient.create(database);
    }

    @BeforeEach
    void connect() {
        file = folder.resolve("secret.key");
        connection = jdbc.sql("""
                        insert into connection (name, source, preset, base_url, credentials)
                        values ('acme', 'iru', 'unthread-iru', 'https://acme', :credentials) returning id
                        """)
                .param("credentials", box(false).encrypt("token", SecretBox.place("connection", "acme", "credentials")))
                .query(Long.class)
                .single();
    }

    @AfterEach
    void clear() {
        jdbc.sql("delete from connection").update();
        jdbc.sql("delete from asset").update();
    }

    private SecretBox box(boolean rowsExist) {
        return BoxOfTests.of(file, rowsExist);
    }

    private static RestrictedValues values(SecretBox box) {
        return new RestrictedValues(jdbc, box, AuditOfTests.of(jdbc, new ObjectMapper()), transactions);
    }

    private static SecretRotation rotation(SecretBox box) {
        return new SecretRotation(box, List.of(CREDENTIALS, VALUES), jdbc, transactions);
    }

    private long asset() {
        return jdbc.sql(
                        "insert into asset (asset_id, status) values (gen_random_uuid()::text, 'in stock') returning id")
                .query(Long.class)
                .single();
    }

    private List<String> stored() {
        return jdbc.sql("select credentials from connection union all select value from restricted_value order by 1")
                .query(String.class)
                .list();
    }

    private long assetWithKey(SecretBox box) {
        var asset = asset();
        values(box).put(asset, RestrictedField.RECOVERY_KEY, Secret.of("AAAA-" + asset), connection);
        return asset;
    }

    private static String revealed(SecretBox box, long asset) {
        return values(box)
                .reveal(asset, RestrictedField.RECOVERY_KEY, "test", new Actor("reader of " + asset, ""))
                .value()
                .reveal();
    }

    private void addKey() throws IOException {
        Files.writeString(file, BoxOfTests.newKey() + "\n" + Files.readString(file));
    }

    @Test
    void F56_aRotationMovesEverySecretToTheNewKeySoThatTheOldOneCanGo() throws IOException {
        var box = box(true);
        var assets = IntStream.range(0, 603).mapToObj(n -> assetWithKey(box)).toList();
        addKey();

        var rotated = rotation(box).rotate();

        assertThat(rotated.moved()).isEqualTo(604);
        assertThat(rotated.unreadable()).isZero();
        assertThat(stored()).allMatch(value -> value.startsWith("v1:" + rotated.key() + ":"));
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow());
        var withoutTheOldKey = box(true);
        assertThat(revealed(withoutTheOldKey, assets.get(0))).isEqualTo("AAAA-" + assets.get(0));
        assertThat(revealed(withoutTheOldKey, assets.get(602))).isEqualTo("AAAA-" + assets.get(602));
        assertThat(rotation(withoutTheOldKey).rotate().moved()).isZero();
    }

    @Test
    void F56_anInterruptedRotationGoesOnWithTheRestAndBothKeysReadMeanwhile() throws IOException {
        var box = box(true);
        var assets = new ArrayList<Long>();
        IntStream.range(0, 603).forEach(n -> assets.add(assetWithKey(box)));
        addKey();
        jdbc.sql("""
                        create function stop_rotation() returns trigger language plpgsql as
                        $$ begin raise exception 'the database went away'; end $$
                        """).update();
        jdbc.sql("create trigger stop_rotation before update on restricted_value for each row when (new.asset_id = "
                        + assets.get(500) + ") execute function stop_rotation()")
                .update();

        assertThatThrownBy(() -> rotation(box).rotate()).hasMessageContaining("the database went away");

        var current = box.encrypt("x", "y").substring(0, 12);
        assertThat(stored()).anyMatch(value -> value.startsWith(current)).anyMatch(value -> !value.startsWith(current));
        assertThat(revealed(box, assets.get(0))).isEqualTo("AAAA-" + assets.get(0));
        assertThat(revealed(box, assets.get(500))).isEqualTo("AAAA-" + assets.get(500));

        jdbc.sql("drop trigger stop_rotation on restricted_value").update();
        jdbc.sql("drop function stop_rotation").update();
        assertThat(rotation(box).rotate().moved()).isPositive().isLessThan(604);
        assertThat(stored()).allMatch(value -> value.startsWith(current));
    }

    @Test
    void F56_withTheKeyLostValuesStayAsTheyAreAreSaidToBeUnreadableAndComeBackWithTheKey() throws IOException {
        var asset = assetWithKey(box(true));
        var before = stored();
        var key = Files.readString(file);
        Files.delete(file);

        var degraded = box(true);

        assertThat(values(degraded).of(asset)).hasSize(1);
        assertThatThrownBy(() -> revealed(degraded, asset))
                .isInstanceOf(RecordProblem.class)
                .hasMessageContaining("restore the key");
        assertThat(stored()).isEqualTo(before);
        assertThat(file).as("no key is made as long as nothing is entered").doesNotExist();

        BoxOfTests.write(file, key);
        assertThat(revealed(box(true), asset)).isEqualTo("AAAA-" + asset);
    }

    @Test
    void F56_withAWrongKeyARotationTouchesNothingItCanNotRead() throws IOException {
        var asset = assetWithKey(box(true));
        var before = stored();
        Files.delete(file);
        BoxOfTests.write(file, BoxOfTests.newKey());
        var wrong = box(true);
        var other = assetWithKey(wrong);

        var rotated = rotation(wrong).rotate();

        assertThat(rotated.moved()).isZero();
        assertThat(rotated.unreadable()).isEqualTo(2);
        assertThat(stored()).containsAll(before);
        assertThat(revealed(wrong, other)).isEqualTo("AAAA-" + other);
        assertThatThrownBy(() -> revealed(wrong, asset)).isInstanceOf(RecordProblem.class);
        assertThat(rotation(wrong).keys())
                .anySatisfy(key -> {
                    assertThat(key.present()).isFalse();
                    assertThat(key.values()).containsEntry("connection", 1).containsEntry("restricted_value", 1);
                })
                .anySatisfy(key -> assertThat(key.first()).isTrue());
    }

    @Test
    void F56_anUnusableKeyFileChangesNothing() throws IOException {
        var box = box(true);
        var asset = assetWithKey(box);
        Files.writeString(file, "no key at all\n" + Files.readString(file));

        assertThatThrownBy(() -> rotation(box).rotate())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nothing was changed");

        assertThat(revealed(box, asset)).isEqualTo("AAAA-" + asset);
    }

    @Test
    void aValueIsGoodInItsOwnRowOnly() {
        var box = box(true);
        var asset = assetWithKey(box);
        var other = assetWithKey(box);
        jdbc.sql("update restricted_value set value = (select value from restricted_value where asset_id = :other)"
                        + " where asset_id = :asset")
                .param("asset", asset)
                .param("other", other)
                .update();

        assertThatThrownBy(() -> revealed(box, asset)).isInstanceOf(RecordProblem.class);
    }

    @Test
    void goesWithTheConnectionThatReadItAndWithItsAsset() {
        var box = box(true);
        var asset = assetWithKey(box);
        var kept = assetWithKey(box);

        jdbc.sql("delete from asset where id = :asset").param("asset", asset).update();
        assertThat(values(box).of(kept)).hasSize(1);
        assertThat(values(box).of(asset)).isEmpty();
        jdbc.sql("delete from connection").update();
        assertThat(values(box).of(kept)).isEmpty();
    }

    @Test
    void A12_noMoreThanTenValuesAMinuteAreRevealedToOneActor() {
        var box = box(true);
        var asset = assetWithKey(box);
        var values = values(box);
        for (var n = 0; n < 10; n++) {
            values.reveal(asset, RestrictedField.RECOVERY_KEY, "test", ACTOR);
        }

        assertThatThrownBy(() -> values.reveal(asset, RestrictedField.RECOVERY_KEY, "test", ACTOR))
                .isInstanceOf(TooManyReveals.class);

        assertThat(values.reveal(asset, RestrictedField.RECOVERY_KEY, "test", new Actor("bob", "")))
                .isNotNull();
    }
}
