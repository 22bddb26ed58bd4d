package io.rollcall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The least that a program could do with a Jamf Pro server: sign in once, pages one after the other, one upsert a page.
 * As {@link Floor}, it does nothing else.
 */
final class JamfFloor {

    /** As many as Rollcall asks for. */
    static final int PAGE = 200;

    private static final String COMPUTERS = "/api/v4/computers-inventory?sort=id:asc&section=GENERAL,HARDWARE,"
            + "OPERATING_SYSTEM,USER_AND_LOCATION,DISK_ENCRYPTION,STORAGE,SECURITY,PURCHASING";
    private static final String MOBILES = "/api/v2/mobile-devices/detail?sort=mobileDeviceId:asc&exception-handling="
            + "LENIENT&section=GENERAL,HARDWARE,USER_AND_LOCATION,SECURITY,NETWORK,SERVICE_SUBSCRIPTIONS,PURCHASING";

    private static final String TABLE = """
            create table if not exists jamf_floor (
                kind text, device_id text, serial text, name text, model text, os_version text, record jsonb,
                primary key (kind, device_id))
            """;

    private static final String UPSERT = """
            insert into jamf_floor (kind, device_id, serial, name, model, os_version, record)
            select ?, coalesce(r ->> 'mobileDeviceId', r ->> 'id'), r #>> '{hardware,serialNumber}',
                   coalesce(r #>> '{general,name}', r #>> '{general,displayName}'), r #>> '{hardware,model}',
                   coalesce(r #>> '{operatingSystem,version}', r #>> '{general,osVersion}'), r
            from jsonb_array_elements(?::jsonb) as rows(r)
            on conflict (kind, device_id) do update
            set serial = excluded.serial, name = excluded.name, model = excluded.model,
                os_version = excluded.os_version, record = excluded.record
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String baseUrl;
    private final DataSource database;

    JamfFloor(String baseUrl, DataSource database) {
        this.baseUrl = baseUrl;
        this.database = database;
    }

    /** Reads and stores the fleet; gives the number of devices. */
    int run() throws IOException, InterruptedException, SQLException {
        var token = signIn();
        try (var connection = database.getConnection()) {
            connection.createStatement().execute(TABLE);
            connection.createStatement().execute("truncate jamf_floor");
            try (var upsert = connection.prepareStatement(UPSERT)) {
                return store("computer", COMPUTERS, token, upsert) + store("mobile", MOBILES, token, upsert);
            }
        }
    }

    private int store(String kind, String list, String token, PreparedStatement upsert)
            throws IOException, InterruptedException, SQLException {
        upsert.setString(1, kind);
        var stored = 0;
        for (var page = 0; ; page++) {
            var results = send(HttpRequest.newBuilder(
                                    URI.create(baseUrl + list + "&page=" + page + "&page-size=" + PAGE))
                            .header("Authorization", "Bearer " + token))
                    .path("results");
            upsert.setString(2, json.writeValueAsString(results));
            stored += upsert.executeUpdate();
            if (results.size() < PAGE) {
                return stored;
            }
        }
    }

    private String signIn() throws IOException, InterruptedException {
        var form = "grant_type=client_credentials&client_id=" + SimulatorProcess.CLIENT + "&client_secret="
                + SimulatorProcess.TOKEN;
        return send(HttpRequest.newBuilder(URI.create(baseUrl + "/api/v1/oauth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private JsonNode send(HttpRequest.Builder asked) throws IOException, InterruptedException {
        var request = asked.header("Accept", "application/json").build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode());
        }
        return json.readTree(answer.body());
    }
}
