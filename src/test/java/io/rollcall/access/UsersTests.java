package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Who may be left to manage users, and what happens when several change them at the same time. */
class UsersTests {

    private static final URI PROVIDER = URI.create("https://login.example.com");

    private static final String PASSWORD = "words that nobody guesses";

    private JdbcClient jdbc;
    private Audit audit;
    private TransactionTemplate transaction;
    private Users users;

    @BeforeEach
    void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        audit = new Audit(jdbc, new ObjectMapper());
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        users = UsersOfTests.of(jdbc, audit);
    }

    @Test
    void S1_administratorsOfAProviderThatIsNoLongerAskedAreNobodyLeft() {
        var ada = administrator("ada");
        users.addExternal(
                "eve", Set.of(Role.ADMIN), new Users.Subject(PROVIDER.toString(), "eve-there"), Actor.ROLLCALL);

        assertThatThrownBy(() -> users.change(ada.id(), Set.of(Role.ADMIN), false, Actor.ROLLCALL))
                .isInstanceOf(AccessProblem.class)
                .hasMessageContaining("last administrator");
        jdbc.sql("update app_user set disabled_at = now() where name = 'ada'").update();

        assertThat(users.haveAdministrator()).isFalse();
        assertThat(UsersOfTests.of(jdbc, audit, Optional.of(URI.create("https://another.example.com")))
                        .haveAdministrator())
                .isFalse();
        assertThat(UsersOfTests.of(jdbc, audit, Optional.of(PROVIDER)).haveAdministrator())
                .isTrue();
    }

    @Test
    void S7_aChangeOfRolesDoesNotUndoThatSomebodyWasDisabledMeanwhile() {
        administrator("root");
        var ada = users.add("ada", List.of(Role.VIEWER), Actor.ROLLCALL);

        var roles = transaction.execute(status -> {
            users.change(ada.id(), Optional.empty(), Optional.of(false), Actor.ROLLCALL);
            var later = atTheSameTime(
                    () -> users.change(ada.id(), Optional.of(Set.of(Role.OPERATOR)), Optional.empty(), Actor.ROLLCALL));
            awaitWaiting(1);
            return later;
        });

        assertThat(roles.join().roles()).containsExactly(Role.OPERATOR);
        assertThat(users.get(ada.id()).enabled()).isFalse();
    }

    @Test
    void S7_twoAdministratorsCannotDisableEachOtherAtTheSameTime() {
        var ada = administrator("ada");
        var bob = administrator("bob");

        var both = transaction.execute(status -> {
            users.lock(ada.id());
            var tries = List.of(disabling(ada), disabling(bob));
            awaitWaiting(2);
            return tries;
        });

        assertThat(both).filteredOn(UsersTests::worked).hasSize(1);
        assertThat(users.all()).filteredOn(User::enabled).hasSize(1);
    }

    @Test
    void S1_aLinkThatTwoUseAtTheSameTimeMakesOneAccount() {
        var links = links();
        var secret = links.forFirstAdministrator();

        var both = transaction.execute(status -> {
            jdbc.sql("select id from sign_in_link for update").query(Long.class).list();
            var tries = List.of(
                    atTheSameTime(() -> links.use(secret, "ada", PASSWORD, "192.0.2.1")),
                    atTheSameTime(() -> links.use(secret, "bob", PASSWORD, "192.0.2.2")));
            awaitWaiting(2);
            return tries;
        });

        assertThat(both).filteredOn(UsersTests::worked).hasSize(1);
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void S1_anOldLinkOutlivesNeitherAnotherPasswordNorBeingDisabled() {
        administrator("root");
        var ada = users.add("ada", List.of(Role.VIEWER), Actor.ROLLCALL);
        var links = links();

        var disabled = links.forUser(ada, Actor.ROLLCALL);
        users.change(ada.id(), Optional.empty(), Optional.of(false), Actor.ROLLCALL);
        users.change(ada.id(), Optional.empty(), Optional.of(true), Actor.ROLLCALL);
        assertThat(links.find(disabled)).isEmpty();

        var changed = links.forUser(ada, Actor.ROLLCALL);
        users.password(ada.id(), "{noop}x", Actor.ROLLCALL);
        assertThat(links.find(changed)).isEmpty();

        var invited = links.forUser(ada, Actor.ROLLCALL);
        users.change(ada.id(), Optional.of(Set.of(Role.OPERATOR)), Optional.empty(), Actor.ROLLCALL);
        assertThat(links.use(invited, "", PASSWORD, "192.0.2.1").name()).isEqualTo("ada");
        assertThat(links.find(invited)).isEmpty();
    }

    @Test
    void S6_theTokenOfSomebodyOfAProviderRestsAfterAMonthWithoutASignIn() {
        var eve = users.addExternal(
                "eve", Set.of(Role.VIEWER), new Users.Subject(PROVIDER.toString(), "eve-there"), Actor.ROLLCALL);
        var tokens = new ApiTokens(jdbc, audit);
        var secret = tokens.makeFor(eve, "mine", List.of(Scope.READ), Duration.ofDays(90), Actor.ROLLCALL)
                .secret();

        users.signedIn(eve, Actor.ROLLCALL, "open-id-connect");
        assertThat(tokens.find(secret)).isPresent();
        jdbc.sql("update app_user set last_sign_in_at = now() - interval '31 days'")
                .update();
        assertThat(tokens.find(secret)).isEmpty();
        users.signedIn(eve, Actor.ROLLCALL, "open-id-connect");
        assertThat(tokens.find(secret)).isPresent();
    }

    @Test
    void S12_twoTokensOfOneNameCannotBeMadeAtTheSameTime() {
        var tokens = new ApiTokens(jdbc, audit);
        var program = List.of(Scope.READ);
        var second = transaction.execute(status -> {
            tokens.make("export", program, Duration.ofDays(1), Actor.ROLLCALL);
            var later = CompletableFuture.supplyAsync(
                    () -> tokens.make("Export", program, Duration.ofDays(1), Actor.ROLLCALL));
            awaitWaiting(1);
            return later;
        });

        assertThatThrownBy(second::join).hasCauseInstanceOf(AccessProblem.class);
        assertThat(tokens.all()).hasSize(1);
    }

    private User administrator(String name) {
        var user = users.add(name, List.of(Role.ADMIN), Actor.ROLLCALL);
        users.password(user.id(), "{noop}x", Actor.ROLLCALL);
        return users.get(user.id());
    }

    private CompletableFuture<User> disabling(User user) {
        return atTheSameTime(() -> users.change(user.id(), Optional.empty(), Optional.of(false), Actor.ROLLCALL));
    }

    private CompletableFuture<User> atTheSameTime(Callable<User> action) {
        return CompletableFuture.supplyAsync(() -> transaction.execute(status -> {
            try {
                return action.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private static boolean worked(CompletableFuture<User> attempt) {
        try {
            attempt.join();
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(AccessProblem.class);
            return false;
        }
    }

    /** Until so many wait for rows that this test holds. */
    private void awaitWaiting(int connections) {
        await().until(() -> jdbc.sql("select count(*) from pg_stat_activity where datname = current_database() "
                                + "and wait_event_type = 'Lock'")
                        .query(Integer.class)
                        .single()
                == connections);
    }

    private SignInLinks links() {
        var properties = new SignInProperties(
                Optional.empty(),
                15,
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                Duration.ofHours(24),
                DataSize.ofKilobytes(64),
                1);
        return new SignInLinks(jdbc, users, new Passwords(properties, users), audit, properties);
    }
}
