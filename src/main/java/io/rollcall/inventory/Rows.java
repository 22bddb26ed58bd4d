package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows on their way into a set-based statement, and JSON columns on their way back. */
@Component
class Rows {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Rows(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    ArrayNode empty() {
        return json.createArrayNode();
    }

    com.fasterxml.jackson.databind.JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    /** Runs a statement with the rows as its parameter {@code rows}; no rows, no statement. */
    void write(String sql, ArrayNode rows, Map<String, ?> parameters) {
        if (!rows.isEmpty()) {
            jdbc.sql(sql).params(parameters).param("rows", text(rows)).update();
        }
    }

    private String text(ArrayNode rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
