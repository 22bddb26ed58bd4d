package io.rollcall.iru;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.call.SourceBusy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list of Iru's that goes along with the devices: read page by page before them, by one thread; only read after that.
 * Pages name the next one by an address whose host may be another: only the place is taken from it, never the host.
 */
final class IruTable {

    /** Which list it is. */
    enum Kind {
        /** The directory: departments and job titles, by user id. */
        USERS("users", "/api/v1/users", "sizePerPage=300&cursor=", "cursor"),
        /** Devices of Automated Device Enrollment: through which configuration each was enrolled. */
        ENROLLMENTS("enrollments", "/api/v1/integrations/apple/ade/devices", "page=", "page");

        private final String label;
        private final String path;
        private final String query;
        private final String place;

        Kind(String label, String path, String query, String place) {
            this.label = label;
            this.path = path;
            this.query = query;
            this.place = place;
        }
    }

    /** Far beyond any tenant: a list that goes in circles has an end. */
    private static final int MOST_PAGES = 20_000;

    private final Kind kind;
    private final Instant readAt;
    private final Map<String, String[]> rows = new HashMap<>();
    private Optional<String> next;
    private int pages;

    IruTable(Kind kind, Instant readAt) {
        this.kind = kind;
        this.readAt = readAt;
        this.next = Optional.of(kind == Kind.ENROLLMENTS ? "1" : "");
    }

    Kind kind() {
        return kind;
    }

    Instant readAt() {
        return readAt;
    }

    /** Whether there is more to read. */
    public boolean isOpen() {
        return next.isPresent();
    }

    public String getPath() {
        return kind.path;
    }

    public String getQuery() {
        var place = next.orElse("");
        return place.isEmpty()
                ? kind.query.substring(0, kind.query.indexOf('&'))
                : kind.query + URLEncoder.encode(place, StandardCharsets.UTF_8);
    }

    void learn(JsonNode answer) throws SourceBusy {
        var results = answer.path("results");
        if (!results.isArray()) {
            throw new SourceBusy("The list of " + kind.label + " came back without any; nothing was taken from it.");
        }
        results.forEach(this::learnRow);
        pages++;
        next = pages < MOST_PAGES && !results.isEmpty()
                ? place(answer.path("next").asText(""))
                : Optional.empty();
    }

    /** There is nothing more to have. */
    void close() {
        next = Optional.empty();
    }

    /** What an older reading of the same list knew, where this one knows nothing. */
    void fillFrom(IruTable older) {
        older.rows.forEach(rows::putIfAbsent);
    }

    private void learnRow(JsonNode row) {
        if (kind == Kind.USERS) {
            rows.put(text(row, "id"), new String[] {text(row, "department"), text(row, "job_title")});
        } else {
            var configuration = new String[] {row.path("dep_account").path("id").asText("")};
            Stream.of(row.path("mdm_device").path("id").asText(""), text(row, "serial_number"))
                    .filter(key -> !key.isEmpty())
                    .forEach(key -> rows.put(key, configuration));
        }
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).isTextual() ? row.path(name).textValue() : "";
    }

    private Optional<String> place(String address) {
        try {
            var query = Optional.ofNullable(URI.create(address).getRawQuery()).orElse("");
            return Stream.of(query.split("&"))
                    .filter(part -> part.startsWith(kind.place + "="))
                    .map(part -> URLDecoder.decode(part.substring(kind.place.length() + 1), StandardCharsets.UTF_8))
                    .findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes what is known of a device into its list record. */
    void complete(JsonNode device) {
        if (kind == Kind.USERS && device.path("user") instanceof ObjectNode user) {
            var found = rows.get(text(user, "id"));
            if (found != null) {
                user.put("department", found[0]).put("job_title", found[1]);
            }
        } else if (kind == Kind.ENROLLMENTS && device instanceof ObjectNode record) {
            var found = Optional.ofNullable(rows.get(text(record, "device_id")))
                    .orElseGet(() -> rows.get(text(record, "serial_number")));
            if (found != null) {
                record.put("ade_configuration", found[0]);
            }
        }
    }
}
