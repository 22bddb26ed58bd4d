package io.rollcall.bench;

import static io.rollcall.bench.BenchmarkMain.say;

import io.rollcall.api.SignedInClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of the console with a large inventory, as a browser asks for them, and the exports. */
final class ConsolePart {

    private static final String NAME = "bench-admin";
    private static final String PASSWORD = "a password for the benchmark alone";
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 60;

    /** An inventory as syncs would have made it, but made by the database. */
    private static final List<String> FILL = List.of("""
            insert into manufacturer (name) values ('Apple') on conflict do nothing
            """, """
            insert into category (name) select 'Category ' || g from generate_series(1, 5) g on conflict do nothing
            """, """
            insert into product (name, manufacturer_id, category_id)
            select 'MacBook Pro (' || g || '-inch)', (select min(id) from manufacturer), (select min(id) from category) + g % 5
            from generate_series(1, 120) g
            """, """
            insert into location (name) select 'Location ' || g from generate_series(1, 60) g
            """, """
            insert into person (first_name, last_name, username, department)
            select 'First' || g, 'Last' || (g * 7919 % 50000), 'user' || g, 'Dept ' || g % 40
            from generate_series(1, :assets / 2) g
            """, """
            insert into person_email (email, original, person_id)
            select 'user' || id || '@acme.example', 'User' || id || '@acme.example', id from person
            """, """
            insert into asset (asset_id, serial, serial_normalised, name, type, status, mdm_state, connection_id, leader_id,
                claims, device_name, asset_tag, make, model, os_name, os_version, os_build, memory, storage, processor,
                imei, release_date, product_id, category_id, location_id, department)
            select s, s, s, 'First' || g || '''s MacBook Pro', (array['laptop', 'desktop', 'phone', 'tablet'])[1 + g % 4],
                (array['allocated', 'in stock', 'in repair'])[1 + g % 3],
                (array['managed', 'managed', 'managed', 'unmanaged'])[1 + g % 4], :connection, :connection,
                jsonb_build_object('serial', :connection, 'name', :connection, 'model', :connection),
                'First' || g || '''s MacBook Pro', 'TAG' || g, 'Apple', 'MacBook Pro', 'macOS',
                '1' || g % 6 || '.' || g % 5, '22F7' || g % 9, '16 GB', '512 GB', 'Apple M1', '35' || g,
                (2015 + g % 11)::text, (select min(id) from product) + g % 120, (select min(id) from category) + g % 5,
                case when g % 3 = 0 then (select min(id) from location) + g % 60 end, 'Dept ' || g % 40
            from (select g, 'C02' || to_char(g, 'FM0000000') as s from generate_series(1, :assets) g) x
            """, """
            insert into device (connection_id, source_id, asset_id, serial, serial_normalised, type, attributes, list_record,
                list_hash, read_at, details_at, last_check_in, last_ip)
            select :connection, md5(id::text), id, serial, serial, type,
                jsonb_build_object('device-name', name, 'make', 'Apple', 'model', 'MacBook Pro', 'os-version', os_version,
                    'platform', 'Mac', 'managed', 'true', 'mdm-enabled', 'true', 'agent-version', '4.1',
                    'blueprint', 'Default', 'last-enrolled', '2024-12-01T06:28:59.914907Z',
                    'user-email', 'user' || (1 + id % (:assets / 2)) || '@acme.example', 'user-name', 'First Last',
                    'serial-number', serial),
                jsonb_build_object('device_id', md5(id::text), 'device_name', name, 'model', 'MacBook Pro (14-inch, 2021)',
                    'serial_number', serial, 'platform', 'Mac', 'os_version', os_version, 'asset_tag', asset_tag,
                    'blueprint_name', 'Default', 'mdm_enabled', true, 'agent_installed', true),
                md5(id::text || 'h'), now(), now(), now(), '10.0.0.1'
            from asset
            """, """
            insert into checkout (asset_id, person_id, connection_id, origin, rule, checked_out_by)
            select id, (select min(id) from person) + id % (:assets / 2), :connection, 'sync', 'assignee', 'bench'
            from asset where id % 5 < 4
            """, """
            insert into run (connection_id, kind, trigger, state, seen, created, pages, started_at, finished_at)
            select :connection, 'sync', 'schedule', 'succeeded', 100, 100, 1, now(), now() from generate_series(1, 500)
            """, """
            insert into asset_event (asset_id, kind, actor, connection_id, run_id, changes)
            select (select min(id) from asset) + (g * 7919::bigint) % :assets, 'updated', 'bench', :connection,
                (select max(id) from run where connection_id = :connection) - g % 500,
                ('[{"field":"os-version","old":"14.' || g % 5 || '","new":"14.' || (g + 1) % 5
                    || '","rule":"the MDM says so"}]')::jsonb
            from generate_series(1, :assets * 10) g
            """);

    private final RollcallProcess rollcall;
    private final SignedInClient person;

    private ConsolePart(RollcallProcess rollcall) {
        this.rollcall = rollcall;
        this.person = rollcall.signedIn(NAME, PASSWORD);
    }

    static void measure(RollcallProcess rollcall, int assets) throws Exception {
        say("%nThe console with %,d assets and %,d rows of history, heap as delivered", assets, assets * 10);
        var connection = rollcall.connectionThatIsOff();
        var started = System.nanoTime();
        for (var statement : FILL) {
            rollcall.sql(statement.replace(":assets", String.valueOf(assets)).replace(":connection", connection));
        }
        rollcall.vacuum();
        say("  filled in %.0f s", (System.nanoTime() - started) / 1e9);
        var part = new ConsolePart(rollcall);
        part.pages();
        part.exports(assets);
    }

    private void pages() {
        var asset = rollcall.value("select id from asset where serial = 'C020000777'");
        var lists = new LinkedHashMap<String, String>();
        lists.put("list", "/assets");
        lists.put("list by name", "/assets?sort=name");
        lists.put("list by product", "/assets?sort=product");
        lists.put("list by change, newest first", "/assets?sort=-updated");
        lists.put("several filters", "/assets?type=laptop&status=in%20repair&category=Category%202");
        lists.put("search for a serial", "/assets?q=C020050123");
        lists.put("search for a person", "/assets?q=last123");
        lists.put("search for a person, by name", "/assets?q=last123&sort=name");
        lists.put("broad search", "/assets?q=macbook");
        lists.put("broad search, by name", "/assets?q=macbook&sort=name");
        lists.put("broad search for an address, by name", "/assets?q=acme.example&sort=name");
        lists.put("search that finds nothing", "/assets?q=no-such-thing");
        p95(lists, 150);
        p95(Map.of("asset", "/assets/" + asset), 100);
        p95(Map.of("overview", "/"), 200);
    }

    /** Of each, and of all together. */
    private void p95(Map<String, String> pages, int promised) {
        var all = new ArrayList<Double>();
        pages.forEach((name, path) -> {
            for (var i = 0; i < WARM_UP; i++) {
                person.get(path).expect(200);
            }
            var taken = new ArrayList<Double>();
            var bytes = 0;
            for (var i = 0; i < ROUNDS; i++) {
                var started = System.nanoTime();
                bytes = person.get(path).expect(200).text().length();
                taken.add((System.nanoTime() - started) / 1e6);
            }
            all.addAll(taken);
            say("  %s: median %.0f ms, p95 %.0f ms, %,d characters", name, at(taken, 0.5), at(taken, 0.95), bytes);
        });
        say("  together: p95 %.0f ms, promised %d ms", at(all, 0.95), promised);
    }

    private static double at(List<Double> taken, double share) {
        var sorted = taken.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private void exports(int assets) throws IOException, InterruptedException {
        var memory = rollcall.memory();
        for (var format : List.of("csv", "xlsx")) {
            var before = memory.live();
            memory.forgetPeak();
            var started = System.nanoTime();
            var first = 0.0;
            var bytes = 0L;
            var request = HttpRequest.newBuilder(URI.create(rollcall.root() + "/assets." + format))
                    .header("Cookie", person.cookies())
                    .build();
            try (var file = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofInputStream())
                    .body()) {
                bytes = file.read() < 0 ? 0 : 1;
                first = (System.nanoTime() - started) / 1e9;
                bytes += file.transferTo(java.io.OutputStream.nullOutputStream());
            }
            say(
                    "  %,d rows as %s: first byte after %.2f s (promised 1), all %,d bytes after %.1f s%s; heap reachable "
                            + "before %d MB, after a collection in use at most %d MB",
                    assets,
                    format,
                    first,
                    bytes,
                    (System.nanoTime() - started) / 1e9,
                    format.equals("xlsx") ? " (promised 15)" : "",
                    before,
                    memory.peakAfterCollections());
        }
    }
}
