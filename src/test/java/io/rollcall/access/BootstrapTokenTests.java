package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.database.TestDatabase;
import io.rollcall.startup.StartupFailure;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class BootstrapTokenTests {

    private static final String LONG_ENOUGH = "0123456789abcdef0123456789abcdef";

    private ApiTokens tokens;

    private Audit audit;

    @BeforeEach
    void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        audit = new Audit(JdbcClient.create(database), new com.fasterxml.jackson.databind.ObjectMapper());
        tokens = new ApiTokens(JdbcClient.create(database), audit);
    }

    @Test
    void refusesToStartWithATokenThatCouldBeGuessed() {
        var guessable = LONG_ENOUGH.substring(1);

        assertThatThrownBy(() -> start(guessable))
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.action()).contains("openssl rand"))
                .hasMessageContaining("ROLLCALL_BOOTSTRAP_TOKEN has 31 characters")
                .hasMessageNotContaining(guessable);
        assertThat(tokens.find(guessable)).isEmpty();
    }

    @Test
    void makesATokenWithAllScopesOnce() {
        start(LONG_ENOUGH);
        start(LONG_ENOUGH);

        assertThat(tokens.find(LONG_ENOUGH))
                .hasValueSatisfying(holder -> assertThat(holder.authorities()).containsExactly(Authority.values()));
    }

    @Test
    void blanksAroundTheTokenDoNotCount() {
        start(" " + LONG_ENOUGH + "\n");

        assertThat(tokens.find(LONG_ENOUGH)).isPresent();
        assertThatThrownBy(() -> start("   short   " + " ".repeat(40))).isInstanceOf(StartupFailure.class);
    }

    @Test
    void anotherTokenTakesThePlaceOfTheOneBefore() {
        start(LONG_ENOUGH);

        start(LONG_ENOUGH + "-new");

        assertThat(tokens.find(LONG_ENOUGH)).isEmpty();
        assertThat(tokens.find(LONG_ENOUGH + "-new")).isPresent();
    }

    @Test
    void needsNone() {
        assertThatCode(() -> start("")).doesNotThrowAnyException();
    }

    private void start(String token) {
        new BootstrapToken(tokens, audit, token).afterPropertiesSet();
    }
}
