package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.Types;
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

    /** A value inside of a row, written as JSON with it. */
    JsonNode tree(Object value) {
        return json.getNodeFactory().pojoNode(value);
    }

    /**
     * Runs a statement with the rows as its parameter {@code rows}; no rows, no statement. The server is left to see that
     * they are JSON: of a text that the statement casts, the planner would read all rows once more.
     */
    void write(String sql, ArrayNode rows, Map<String, ?> parameters) {
        if (!rows.isEmpty()) {
            jdbc.sql(sql)
                    .params(parameters)
                    .param("rows", text(rows), Types.OTHER)
                    .update();
        }
    }

    private String text(JsonNode node) {
        try {
            return json.writeValueAsString(node);
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
