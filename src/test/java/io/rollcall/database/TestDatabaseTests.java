package io.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class TestDatabaseTests {

    @Test
    void givesEachCallerAnEmptyDatabaseOfItsOwn() {
        var first = TestDatabase.fresh();
        var second = TestDatabase.fresh();

        new JdbcTemplate(first.dataSource()).execute("CREATE TABLE only_in_first (id int)");

        assertThat(first.url()).isNotEqualTo(second.url());
        assertThat(new JdbcTemplate(second.dataSource())
                        .queryForObject("SELECT to_regclass('only_in_first') IS NULL", Boolean.class))
                .isTrue();
    }
}
