package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Hashes, and what slows guessing down, without the web. */
class PasswordsTests {

    private static final String PASSWORD = "words that nobody guesses";

    private JdbcClient jdbc;
    private Users users;
    private SignInFailures failures;

    @BeforeEach
    void migrate() {
        DataSource database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        var audit = new Audit(jdbc, new ObjectMapper());
        users = UsersOfTests.of(jdbc, audit);
        failures = new SignInFailures(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    @Test
    void S4_keepsArgon2idWithTheCostOfTheSettings() {
        var user = ada();

        passwords(64, 1).set(user, PASSWORD, Actor.ROLLCALL);

        assertThat(hash()).startsWith("{argon2}$argon2id$v=19$m=64,t=1,p=1$").doesNotContain(PASSWORD);
        assertThat(passwords(64, 1).isRight(Optional.of(user), PASSWORD)).isTrue();
        assertThat(passwords(64, 1).isRight(Optional.of(user), PASSWORD + " ")).isFalse();
    }

    @Test
    void S4_hashesAnewAtSignInWhatWasHashedMoreWeakly() {
        var user = ada();
        passwords(64, 1).set(user, PASSWORD, Actor.ROLLCALL);
        var epoch = users.get(user.id()).epoch();

        assertThat(passwords(128, 2).isRight(Optional.of(user), "wrong")).isFalse();
        assertThat(hash()).contains("m=64,t=1");
        assertThat(passwords(128, 2).isRight(Optional.of(user), PASSWORD)).isTrue();

        assertThat(hash()).contains("m=128,t=2");
        assertThat(users.get(user.id()).epoch()).isEqualTo(epoch);
    }

    @Test
    void S4_readsBcryptAndTurnsItIntoArgon2id() {
        var user = ada();
        jdbc.sql("update app_user set password_hash = :hash")
                .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD))
                .update();

        assertThat(passwords(64, 1).isRight(Optional.of(user), PASSWORD)).isTrue();

        assertThat(hash()).startsWith("{argon2}");
        assertThat(passwords(64, 1).isRight(Optional.of(user), PASSWORD)).isTrue();
    }

    @Test
    void nobodyAndSomebodyWithoutAPasswordHaveNoRightOne() {
        assertThat(passwords(64, 1).isRight(Optional.empty(), "nobody's")).isFalse();
        assertThat(passwords(64, 1).isRight(Optional.of(ada()), "nobody's")).isFalse();
        assertThat(passwords(64, 1).isRight(Optional.of(ada2()), "x".repeat(1_000_000)))
                .isFalse();
    }

    @Test
    void S5_theDelayDoublesFromTheFifthBadSignInOn() {
        for (var i = 0; i < 5; i++) {
            assertThat(failures.begin("ada", "192.0.2.1")).isEmpty();
        }
        assertThat(failures.begin("ada", "192.0.2.1")).contains(Duration.ofSeconds(1));
        later("1 second");
        assertThat(failures.begin("ada", "192.0.2.1")).isEmpty();
        assertThat(failures.begin("ada", "192.0.2.1")).contains(Duration.ofSeconds(2));
        for (var i = 0; i < 15; i++) {
            later("300 seconds");
            assertThat(failures.begin("ada", "192.0.2.1")).isEmpty();
        }
        assertThat(failures.begin("ada", "192.0.2.1")).contains(Duration.ofSeconds(300));
        later("16 minutes");
        for (var i = 0; i < 5; i++) {
            assertThat(failures.begin("ada", "192.0.2.1")).isEmpty();
        }
    }

    @Test
    void S5_slowsDownOneAccountFromManyAddressesAndManyAccountsFromOneAddress() {
        for (var i = 0; i < 5; i++) {
            assertThat(failures.begin("ada", "192.0.2." + i)).isEmpty();
            assertThat(failures.begin("user-" + i, "198.51.100.1")).isEmpty();
        }

        assertThat(failures.begin("ADA ", "203.0.113.9")).isPresent();
        assertThat(failures.begin("somebody", "198.51.100.1")).isPresent();
        assertThat(failures.begin("somebody", "203.0.113.9")).isEmpty();
    }

    @Test
    void S5_whoeverHasOneIpv6AddressHasItsWholeNetwork() {
        for (var i = 0; i < 5; i++) {
            assertThat(failures.begin("user-" + i, "2001:db8:1:2::" + i)).isEmpty();
        }

        assertThat(failures.begin("somebody", "2001:db8:1:2:ffff::1")).isPresent();
        assertThat(failures.begin("somebody", "2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void S5_aGoodSignInClearsItsAccountButNotWhatOthersDidFromItsAddress() {
        for (var i = 0; i < 4; i++) {
            failures.begin("user-" + i, "192.0.2.1");
        }
        for (var i = 0; i < 10; i++) {
            assertThat(failures.begin("ada", "192.0.2.1")).isEmpty();
            failures.good("ada", "192.0.2.1");
        }
        failures.begin("ada", "192.0.2.1");

        assertThat(failures.begin("ada", "192.0.2.1")).isPresent();
        assertThat(failures.begin("ada", "192.0.2.2")).isEmpty();
    }

    private void later(String time) {
        jdbc.sql("update sign_in_failure set last_at = last_at - interval '" + time + "'")
                .update();
    }

    @Test
    void S5_anotherSpellingOfANameIsTheSameAccount() {
        var kim = users.add("kim", EnumSet.of(Role.VIEWER), Actor.ROLLCALL);
        passwords(64, 1).set(kim, PASSWORD, Actor.ROLLCALL);
        var signIn = new PasswordSignIn(users, passwords(64, 1), failures, new Audit(jdbc, new ObjectMapper()));
        for (var i = 0; i < 5; i++) {
            assertThat(signIn.check("kim", "wrong", "192.0.2." + i)).isEmpty();
        }
        // the wait of a second must not be over before the last spelling is tried
        later("-1 minute");

        // A dotted capital I and the Kelvin sign: whether they are i and k depends on PostgreSQL's locale.
        var spellings = Stream.of("kim", "KIM", " kIm ", "k\u0130m", "\u212aim")
                .filter(spelling -> users.named(spelling.strip()).isPresent());
        assertThat(spellings).hasSizeGreaterThan(2).allSatisfy(spelling -> {
            assertThatThrownBy(() -> signIn.check(spelling, PASSWORD, "198.51.100.1"))
                    .isInstanceOf(PasswordSignIn.Wait.class);
        });
    }

    @Test
    void S5_aNameThatNobodyHasCostsAHashLikeOthers() {
        var hashes = new AtomicInteger();
        var counting = new BCryptPasswordEncoder(4) {
            @Override
            public boolean matches(CharSequence password, String stored) {
                hashes.incrementAndGet();
                return super.matches(password, stored);
            }
        };
        var passwords = new Passwords(counting, new PasswordRules(15), users);
        var invited = ada2();
        var ada = ada();
        passwords.set(ada, PASSWORD, Actor.ROLLCALL);

        assertThat(passwords.isRight(Optional.of(ada), "wrong")).isFalse();
        assertThat(hashes).hasValue(1);
        assertThat(passwords.isRight(Optional.empty(), "wrong")).isFalse();
        assertThat(hashes).hasValue(2);
        assertThat(passwords.isRight(Optional.of(invited), "wrong")).isFalse();
        assertThat(hashes).hasValue(3);
    }

    private User ada() {
        return users.add("ada", EnumSet.of(Role.VIEWER), Actor.ROLLCALL);
    }

    private User ada2() {
        return users.add("ada2", EnumSet.of(Role.VIEWER), Actor.ROLLCALL);
    }

    private Passwords passwords(int kilobytes, int iterations) {
        return new Passwords(
                new SignInProperties(
                        Optional.empty(),
                        15,
                        Duration.ofMinutes(30),
                        Duration.ofHours(12),
                        Duration.ofHours(24),
                        DataSize.ofKilobytes(kilobytes),
                        iterations),
                users);
    }

    private String hash() {
        return jdbc.sql("select password_hash from app_user where name = 'ada'")
                .query(String.class)
                .single();
    }
}
