package io.rollcall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * The least that a program could do: pages one after the other, their details by a fixed pool, one upsert a page with
 * both records. No limits, retries, matching, mapping, history, ledger or dead letters.
 */
final class Floor implements AutoCloseable {

    private static final int PAGE = 300;

    private static final String TABLE = """
            create table if not exists floor (
                device_id text primary key, serial text, name text, model text, os_version text,
                list_record jsonb, detail_record jsonb)
            """;

    private static final String UPSERT = """
            insert into floor (device_id, serial, name, model, os_version, list_record, detail_record)
            select r.list_record ->> 'device_id', r.list_record ->> 'serial_number', r.list_record ->> 'device_name',
                   r.list_record ->> 'model', r.list_record ->> 'os_version', r.list_record, r.detail_record
            from jsonb_to_recordset(?::jsonb) as r(list_record jsonb, detail_record jsonb)
            on conflict (device_id) do update
            set serial = excluded.serial, name = excluded.name, model = excluded.model,
                os_version = excluded.os_version, list_record = excluded.list_record,
                detail_record = excluded.detail_record
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String baseUrl;
    private final DataSource database;
    private final ExecutorService pool;

    Floor(String baseUrl, DataSource database, int atOnce) {
        this.baseUrl = baseUrl;
        this.database = database;
        this.pool = Executors.newFixedThreadPool(atOnce);
    }

    /** Reads and stores the fleet; gives the number of devices. */
    int run() throws IOException, InterruptedException, SQLException, ExecutionException {
        try (var connection = database.getConnection()) {
            connection.createStatement().execute(TABLE);
            connection.createStatement().execute("truncate floor");
            try (var upsert = connection.prepareStatement(UPSERT)) {
                for (var offset = 0; ; offset += PAGE) {
                    var page = get("/api/v1/devices?limit=" + PAGE + "&offset=" + offset + "&ordering=device_id");
                    upsert.setString(1, rows(page));
                    upsert.executeUpdate();
                    if (page.size() < PAGE) {
                        return offset + page.size();
                    }
                }
            }
        }
    }

    private String rows(JsonNode page) throws IOException, InterruptedException, ExecutionException {
        var reads = new ArrayList<Callable<ObjectNode>>(page.size());
        page.forEach(device -> reads.add(() -> {
            var detail = get("/api/v1/devices/" + device.path("device_id").asText() + "/details");
            var row = json.createObjectNode();
            row.set("list_record", device);
            row.set("detail_record", detail);
            return row;
        }));
        var rows = json.createArrayNode();
        for (var row : pool.invokeAll(reads)) {
            rows.add(row.get());
        }
        return json.writeValueAsString(rows);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Authorization", "Bearer " + SimulatorProcess.TOKEN)
                .header("Accept", "application/json")
                .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return json.readTree(answer.body());
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
