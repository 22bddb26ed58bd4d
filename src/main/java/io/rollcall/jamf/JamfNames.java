package io.rollcall.jamf;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.call.SourceBusy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of departments and buildings, of which device records have only the ids. They are read page by page, by
 * one thread, before the devices; only read after that.
 */
final class JamfNames {

    /** The server's tables hold some hundreds of them at most. */
    private static final int PAGE_SIZE = 1000;

    /** Far beyond any server: a table that goes in circles, or grows without end, has one. */
    private static final int MOST_PAGES = 100;

    private static final List<String> TABLES = List.of("departments", "buildings");

    private final Map<String, String> names = new HashMap<>();
    private int table;
    private int page;

    /** Whether there is more to read. */
    public boolean isOpen() {
        return table < TABLES.size();
    }

    public String getTable() {
        return TABLES.get(table);
    }

    public int getPage() {
        return page;
    }

    public int getSize() {
        return PAGE_SIZE;
    }

    void learn(JsonNode answer) throws SourceBusy {
        var rows = answer.path("results");
        if (!rows.isArray()) {
            throw new SourceBusy("The list of " + getTable() + " came back without any; nothing was taken from it.");
        }
        var known = names.size();
        for (var row : rows) {
            names.put(
                    getTable() + " " + row.path("id").asText(), row.path("name").asText());
        }
        page++;
        if (rows.size() < PAGE_SIZE || names.size() == known || page == MOST_PAGES) {
            table++;
            page = 0;
        }
    }

    Optional<String> department(String id) {
        return Optional.ofNullable(names.get("departments " + id));
    }

    Optional<String> building(String id) {
        return Optional.ofNullable(names.get("buildings " + id));
    }
}
