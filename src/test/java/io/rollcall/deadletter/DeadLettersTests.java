package io.rollcall.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import io.rollcall.deadletter.DeadLetters.Letter;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeadLettersTests {

    private final ObjectMapper json = new ObjectMapper();
    private JdbcClient jdbc;
    private DeadLetters letters;
    private long connection;
    private long run;

    @BeforeEach
    void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        letters = new DeadLetters(jdbc, json);
        connection = jdbc.sql("insert into connection (name, source, preset, base_url, credentials)"
                        + " values ('acme', 'iru', 'unthread-iru', 'https://acme', '') returning id")
                .query(Long.class)
                .single();
        run = jdbc.sql("insert into run (connection_id, kind, trigger, state) values (?, 'sync', 'api', 'succeeded')"
                        + " returning id")
                .param(connection)
                .query(Long.class)
                .single();
    }

    private Letter letter(String sourceId, String message) {
        return new Letter(sourceId, "S1", "Mac", "map", "Oops", message, json.createObjectNode());
    }

    private List<DeadLetter> open() {
        return letters.list(Optional.of("acme"), Optional.empty(), true, Long.MAX_VALUE, 10);
    }

    @Test
    void X2_countsAttemptsOfADeviceThatFailsAgain() {
        letters.keep(connection, run, List.of(letter("d1", "first")));
        letters.keep(connection, run, List.of(letter("d1", "second"), letter("d2", "other")));

        assertThat(open()).extracting(DeadLetter::sourceId).containsExactlyInAnyOrder("d1", "d2");
        assertThat(open())
                .filteredOn(letter -> letter.sourceId().equals("d1"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.attempts()).isEqualTo(2);
                    assertThat(letter.message()).isEqualTo("second");
                    assertThat(letter.run()).contains(run);
                });
    }

    @Test
    void X2_closedLetterStaysAndANewFailureOpensAnother() {
        letters.keep(connection, run, List.of(letter("d1", "first")));
        letters.close(connection, run, List.of("d1"));
        letters.keep(connection, run, List.of(letter("d1", "second")));

        assertThat(open()).extracting(DeadLetter::message).containsExactly("second");
        assertThat(letters.list(Optional.empty(), Optional.empty(), false, Long.MAX_VALUE, 10))
                .hasSize(2);
    }

    @Test
    void letterWhoseRunIsGoneNamesNone() {
        letters.keep(connection, run, List.of(letter("d1", "first")));
        jdbc.sql("delete from run").update();

        assertThat(open())
                .singleElement()
                .satisfies(letter -> assertThat(letter.run()).isEmpty());
    }
}
