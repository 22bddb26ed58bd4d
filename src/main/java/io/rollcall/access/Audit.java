package io.rollcall.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The append-only table {@code audit}: who changed what, from where. Details never hold a secret. */
@Repository
public class Audit {

    private static final String SQL_ADD = """
            insert into audit (actor, address, action, object, detail)
            values (:actor, :address, :action, :object, :detail::jsonb)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Audit(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Writes a row, in the caller's transaction.
     *
     * @param action for example {@code connection.create}
     * @param object what it was done to, for example {@code connection/acme}
     */
    public void add(Actor actor, String action, String object, Map<String, ?> detail) {
        try {
            jdbc.sql(SQL_ADD)
                    .param("actor", actor.name())
                    .param("address", actor.address())
                    .param("action", action)
                    .param("object", object)
                    .param("detail", json.writeValueAsString(detail))
                    .update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
