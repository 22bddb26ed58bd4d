package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.call.ListScope;
import io.rollcall.call.PageRequest;
import io.rollcall.call.SourcePage;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives an on-demand run its list: the devices that were opened, as the source's list last had them. */
@Component("openedDevices")
public class OpenedDevices {

    /** A removed device comes back only when the source's own list has it. */
    private static final String SQL_RECORDS = """
            select list_record from device
            where connection_id = :connection and source_id = any(:ids) and removed_at is null and asset_id is not null
            order by source_id
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    OpenedDevices(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** All of them: no run waits for more than fit on a page. */
    public SourcePage page(PageRequest request) {
        var ids = request.scope() instanceof ListScope.Only only ? only.ids().toArray(String[]::new) : new String[0];
        List<JsonNode> records = jdbc.sql(SQL_RECORDS)
                .param("connection", request.connection().id())
                .param("ids", ids)
                .query((row, n) -> parse(row.getString("list_record")))
                .list();
        return new SourcePage(records, Optional.empty());
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
