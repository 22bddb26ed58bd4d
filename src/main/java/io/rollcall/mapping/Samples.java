package io.rollcall.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.connection.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The devices whose values stand beside the rows of a mapping: those that were fetched for a proposal, which are kept in this
 * process for an hour and nowhere else, and some of those that syncs have stored.
 */
@Component
class Samples {

    private static final Duration KEPT = Duration.ofHours(1);

    private static final String SQL_STORED = """
            select s.list_record::text as list_record, s.detail_record::text as detail_record
            from (select d.*, row_number() over (partition by d.type order by d.detail_record is null, d.id desc) as n
                  from device d where d.connection_id = :connection and d.removed_at is null) s
            where s.n <= 5 order by s.n, s.id limit 30
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SampleReader reader;
    private final Clock clock;
    private final Map<Long, Fetched> fetched = new ConcurrentHashMap<>();

    Samples(JdbcClient jdbc, ObjectMapper json, SampleReader reader, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.reader = reader;
        this.clock = clock;
    }

    private record Fetched(List<Sample> samples, Instant at) {}

    void fetch(Connection connection) {
        var now = clock.instant();
        fetched.values().removeIf(old -> old.at().plus(KEPT).isBefore(now));
        fetched.put(connection.id(), new Fetched(reader.read(connection), now));
    }

    List<Sample> of(Connection connection) {
        var fresh = Optional.ofNullable(fetched.get(connection.id()))
                .filter(found -> found.at().plus(KEPT).isAfter(clock.instant()))
                .map(Fetched::samples)
                .orElse(List.of());
        var stored = jdbc.sql(SQL_STORED)
                .param("connection", connection.id())
                .query((row, n) -> new Sample(
                        tree(row.getString("list_record")),
                        Optional.ofNullable(row.getString("detail_record")).map(this::tree)))
                .list();
        return Stream.concat(fresh.stream(), stored.stream()).toList();
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote", e);
        }
    }
}
