package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ImportApiTests extends ApiTestBase {

    @Autowired
    private PlatformTransactionManager transactions;

    private static final String PATH = "/api/v1/imports";

    private String key;

    @BeforeEach
    void key() {
        key = name();
    }

    @Test
    void previewsEveryChangeFieldByFieldAndEveryBadRowAndWritesNothing() {
        var known = asset("K-" + key, "in stock", "S1" + key);

        var preview = preview("assets", """
                Asset ID,Serial Number,status,purchaseCost,notes
                K-%1$s,s1%1$s,in repair,1299.5,"two
                lines"
                N-%1$s,S2%1$s,lost,,=1+1
                B-%1$s,S3%1$s,nonsense,1.234,
                """);

        assertThat(preview.at("/state")).isEqualTo("previewed");
        assertThat(preview.number("/creates")).isEqualTo(1);
        assertThat(preview.number("/updates")).isEqualTo(1);
        assertThat(preview.number("/bad")).isEqualTo(1);
        assertThat(preview.each("/rows", "action")).containsExactly("update", "create", "bad");
        assertThat(preview.each("/rows", "line")).containsExactly("2", "4", "5");
        assertThat(preview.number("/rows/0/record")).isEqualTo(known);
        assertThat(preview.each("/rows/0/changes", "field"))
                .containsExactly("serial", "status", "notes", "purchase-cost");
        assertThat(preview.at("/rows/0/changes/1/old")).isEqualTo("in stock");
        assertThat(preview.at("/rows/0/changes/1/new")).isEqualTo("in repair");
        assertThat(preview.each("/rows/2/problems", "column")).containsExactly("status", "purchase-cost");
        assertThat(preview.at("/rows/2/problems/0/found")).contains("nonsense");
        assertThat(api().get("/api/v1/assets/" + known).at("/status")).isEqualTo("in stock");
        assertThat(found("N-" + key)).isEmpty();
        assertThat(api().get(preview.location()).json()).isEqualTo(preview.json());
        assertThat(api().get(preview.location() + "?action=bad").each("/rows", "line"))
                .containsExactly("5");
    }

    @Test
    void F40_appliesExactlyWhatWasPreviewedAndASecondImportOfTheFileChangesNothing() {
        var known = asset("K-" + key, "in stock", "");
        var ada = person("ada");
        var csv = """
                asset-id;status;notes;assignee;name
                K-%1$s;in repair;=HYPERLINK("x");ADA.%1$s@example.com;Old one
                N-%1$s;lost;+1;;New one
                B-%1$s;nonsense;;;Bad one
                """;
        var preview = preview("assets", csv);

        var applied = api().post(preview.location() + "/apply").expect(200);

        assertThat(applied.at("/state")).isEqualTo("applied");
        assertThat(applied.at("/appliedAt")).isNotBlank();
        var asset = api().get("/api/v1/assets/" + known);
        assertThat(asset.at("/status")).isEqualTo("in repair");
        assertThat(asset.at("/notes")).isEqualTo("=HYPERLINK(\"x\")");
        assertThat(asset.number("/assignee/id")).isEqualTo(ada);
        assertThat(asset.at("/assignee/origin")).isEqualTo("manual");
        assertThat(api().get("/api/v1/assets/" + known + "/history").each("", "kind"))
                .containsExactly("checked-out", "updated", "created");
        assertThat(found("N-" + key)).containsExactly("N-" + key);
        assertThat(found("B-" + key)).isEmpty();
        var version = asset.number("/version");
        assertThat(api().post(preview.location() + "/apply").expect(200).json()).isEqualTo(applied.json());
        var second = preview("assets", csv);
        assertThat(second.number("/unchanged")).isEqualTo(2);
        assertThat(second.number("/creates") + second.number("/updates")).isZero();
        api().post(second.location() + "/apply").expect(200);
        assertThat(api().get("/api/v1/assets/" + known).number("/version")).isEqualTo(version);
        assertThat(api().get("/api/v1/audit?object="
                                + preview.location()
                                        .substring("/api/v1/".length())
                                        .replace("imports", "import"))
                        .each("", "action"))
                .containsExactly("import.apply", "import.preview");
    }

    @Test
    void appliesNothingIfSomethingWasChangedMeanwhile() {
        var known = asset("K-" + key, "in stock", "");
        var preview = preview("assets", "asset-id,status\nN-%1$s,lost\nK-%1$s,in repair\n");
        api().patch("/api/v1/assets/" + known, "{'status':'lost'}").expect(200);

        var refused = api().post(preview.location() + "/apply").expectProblem(409);

        assertThat(refused.at("/detail")).contains("Nothing was changed", "line 3", "K-" + key);
        assertThat(found("N-" + key)).isEmpty();
        assertThat(api().get("/api/v1/assets/" + known).at("/status")).isEqualTo("lost");
        assertThat(api().get(preview.location()).at("/state")).isEqualTo("previewed");
    }

    @Test
    void appliesNothingIfSomebodyMadeTheAssetMeanwhile() {
        var preview = preview("assets", "asset-id,status\nN-%1$s,lost\n");
        asset("N-" + key, "in stock", "");

        api().post(preview.location() + "/apply").expectProblem(409);
    }

    @Test
    void reportsRowsThatAreInTheFileTwice() {
        asset("K-" + key, "in stock", "SK" + key);

        var preview = preview("assets", """
                asset-id,serial,status
                A-%1$s,,lost
                A-%1$s,,lost
                K-%1$s,,lost
                ,sk%1$s,in repair
                """);

        assertThat(preview.each("/rows", "action")).containsExactly("create", "bad", "update", "bad");
        assertThat(preview.at("/rows/1/problems/0/found")).contains("Line 2", "asset ID A-" + key);
        assertThat(preview.at("/rows/3/problems/0/found")).contains("Line 4", "same record");
    }

    @Test
    void I7_whatAConnectionKeepsIsABadRow() {
        var tenant = tenant(1);
        var connection = synced(tenant, "");
        var serial = tenant.fleet().devices().get(0).serial();

        var preview = preview("assets", "serial,name,status\n" + serial + ",Mine,lost\n");

        assertThat(preview.each("/rows", "action")).containsExactly("bad");
        assertThat(preview.at("/rows/0/problems/0/column")).isEqualTo("name");
        assertThat(preview.at("/rows/0/problems/0/found")).contains(connection);
    }

    @Test
    void importsPeopleMatchedByAnyOfTheirAddresses() {
        var ada = person("ada");

        var csv = """
                First Name,Last Name,E-Mail,Department,Job Title
                Ada,King,"ADA.%1$s@example.com, ada.second.%1$s@example.com",Engines,
                Bob,Byron,bob.%1$s@example.com,,Poet
                No,Address,,,
                Bad,Address,nonsense,,
                """;
        var preview = preview("people", csv);
        assertThat(preview.each("/rows", "action")).containsExactly("update", "create", "bad", "bad");
        assertThat(preview.each("/rows/0/changes", "field")).containsExactly("last-name", "emails", "department");
        assertThat(preview.each("/rows/3/problems", "column")).contains("email");
        var applied = api().post(preview.location() + "/apply").expect(200);

        assertThat(applied.at("/state")).isEqualTo("applied");
        var person = api().get("/api/v1/people/" + ada);
        assertThat(person.at("/lastName")).isEqualTo("King");
        assertThat(person.json().path("emails")).hasSize(2);
        assertThat(person.at("/department")).isEqualTo("Engines");
        assertThat(person.number("/version")).isEqualTo(1);
        assertThat(api().get("/api/v1/people?q=bob." + key).at("/items/0/jobTitle"))
                .isEqualTo("Poet");
        var second = preview("people", csv);
        assertThat(second.number("/unchanged")).isEqualTo(2);
    }

    @Test
    void readsAByteOrderMarkSemicolonsAndWindowsLineEnds() {
        var preview = preview("assets", "\uFEFFasset-id;status;notes\r\n\r\n\"A-%1$s\";lost;\"a;b\"\"c\"\r\n");

        assertThat(preview.each("/rows", "label")).containsExactly("A-" + key);
        assertThat(preview.each("/rows", "line")).containsExactly("3");
        assertThat(preview.each("/rows/0/changes", "new")).contains("a;b\"c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asset-id,colour | no column \"colour\"",
                "asset-id,Asset ID | twice",
                "'' | empty",
                "'asset-id\n\"open' | no CSV",
            })
    void refusesAFileThatIsWrongAsAWhole(String csv, String found) {
        var refused = api().sendAs("text/csv", "POST", PATH + "?kind=assets", csv.isEmpty() ? "\n" : csv)
                .expectProblem(400);

        assertThat(refused.at("/problems/0/found")).contains(found);
    }

    @Test
    void refusesAnotherEncodingAndSaysWhere() {
        var refused = api().sendBytes(
                        PATH + "?kind=assets", new byte[] {'n', 'a', 'm', 'e', '\n', 'M', (byte) 0xFC, 'l'})
                .expectProblem(400);

        assertThat(refused.at("/problems/0/found")).contains("UTF-8", "line 2");
        api().sendAs("text/csv", "POST", PATH + "?kind=houses", "x").expectProblem(400);
        api().sendAs("text/csv", "POST", PATH, "x").expectProblem(400);
    }

    @Test
    void refusesAFileThatIsTooLargeOrHasTooManyRows() {
        var bytes = new byte[20 * 1024 * 1024 + 1];
        java.util.Arrays.fill(bytes, (byte) 'x');
        assertThat(api().sendBytes(PATH + "?kind=assets", bytes)
                        .expectProblem(400)
                        .at("/problems/0/found"))
                .contains("bytes");

        var rows = IntStream.rangeClosed(0, 100_000).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
        assertThat(api().sendAs("text/csv", "POST", PATH + "?kind=assets", "asset-id\n" + rows)
                        .expectProblem(400)
                        .at("/problems/0/found"))
                .contains("100000 rows");
    }

    @Test
    void takesAFileFromAForm() {
        var boundary = "b" + key;
        var body = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"assets.csv\"\r\n\r\n"
                + "asset-id,status\nF-" + key + ",lost\n\r\n--" + boundary + "--\r\n";

        var preview = api().sendAs("multipart/form-data; boundary=" + boundary, "POST", PATH + "?kind=assets", body)
                .expect(201);

        assertThat(preview.at("/fileName")).isEqualTo("assets.csv");
        assertThat(preview.each("/rows", "label")).containsExactly("F-" + key);
    }

    @Test
    void importsSeveralChunksInTheOrderOfTheFile() {
        var rows = IntStream.range(0, 1_200)
                .mapToObj(i -> "C%d-%s,lost,C%d".formatted(i, key, i))
                .collect(Collectors.joining("\n"));
        var preview = preview("assets", "asset-id,status,name\n" + rows + "\n");
        assertThat(preview.json().path("rows")).hasSize(500);
        assertThat(api().get(preview.location() + "?after=" + preview.at("/next"))
                        .at("/rows/0/line"))
                .isEqualTo("502");

        var applied = api().post(preview.location() + "/apply").expect(200);

        assertThat(applied.number("/creates")).isEqualTo(1_200);
        assertThat(jdbc.sql("select count(*) from asset where asset_id like :like")
                        .param("like", "C%-" + key)
                        .query(Long.class)
                        .single())
                .isEqualTo(1_200);
    }

    @Test
    void refusesAFileWithNulAndSaysWhere() {
        var refused = api().sendCsv(PATH + "?kind=assets", "asset-id,status\nA,lost\nB\0,lost\n")
                .expectProblem(400);

        assertThat(refused.at("/problems/0/found")).contains("UTF-8", "line 3");
    }

    @Test
    void findsARecordAgainWhoseNameWasMadeFitToBeStored() {
        var csv = "asset-id,status\nT\t%1$s,lost\n";
        api().post(preview("assets", csv).location() + "/apply").expect(200);

        var again = preview("assets", csv);

        assertThat(found("T%20" + key)).containsExactly("T " + key);
        assertThat(again.each("/rows", "action")).containsExactly("unchanged");
    }

    @Test
    void takesNamesThatJavaAndTheDatabaseFoldDifferently() {
        api().post("/api/v1/locations", "{'name':'İstanbul " + key + "'}").expect(201);
        api().post("/api/v1/categories", "{'name':'İş " + key + "'}").expect(201);
        api().post("/api/v1/products", "{'name':'İ1 " + key + "'}").expect(201);

        var assets = preview("assets", """
                asset-id,status,location,category,product,assignee
                I-%1$s,lost,İstanbul %1$s,İş %1$s,İ1 %1$s,İstanbul %1$s
                """);
        var people = preview("people", """
                email,first-name,last-name,location
                i.%1$s@example.com,A,B,İstanbul %1$s
                """);

        assertThat(assets.each("/rows", "action")).as(assets.text()).containsExactly("create");
        assertThat(people.each("/rows", "action")).as(people.text()).containsExactly("create");
        api().post(assets.location() + "/apply").expect(200);
        api().post(people.location() + "/apply").expect(200);
        var asset = api().get("/api/v1/assets?q=I-" + key).at("/assets/0/id");
        api().post("/api/v1/assets/" + asset + "/checkin").expect(200);
        var out = api().post("/api/v1/assets/" + asset + "/checkout", "{'location':'İstanbul " + key + "'}")
                .expect(200);
        assertThat(out.at("/assignee/name")).isEqualTo("İstanbul " + key);
    }

    @Test
    void F41_writesRowsAgainThatGaveWayToOthers() {
        failing("40P01", "nextval('attempts') <= 3");
        try {
            var preview = preview("assets", "asset-id,status\nD-%1$s,lost\n");

            assertThat(api().post(preview.location() + "/apply").expect(200).at("/state"))
                    .isEqualTo("applied");
            assertThat(found("D-" + key)).containsExactly("D-" + key);
        } finally {
            working();
        }
    }

    @Test
    void F41_givesUpRowsThatGaveWayAgainAndAgainUntilItIsAppliedOnceMore() {
        var preview = preview("assets", "asset-id,status\nD-%1$s,lost\n");
        failing("40P01", "true");
        try {
            assertThat(api().post(preview.location() + "/apply")
                            .expectProblem(503)
                            .at("/detail"))
                    .contains("try again");
        } finally {
            working();
        }
        assertThat(api().post(preview.location() + "/apply").expect(200).at("/state"))
                .isEqualTo("applied");
    }

    @Test
    void anImportThatStopsHalfwayIsInTheAuditLogOnce() {
        var rows = IntStream.range(0, 700)
                .mapToObj(i -> "H%d-%s,lost".formatted(i, key))
                .collect(Collectors.joining("\n"));
        var preview = preview("assets", "asset-id,status\n" + rows + "\n");
        failing("P0001", "new.asset_id like 'H600-%'");
        try {
            api().post(preview.location() + "/apply").expectProblem(500);
        } finally {
            working();
        }

        assertThat(api().get(preview.location()).at("/state")).isEqualTo("applying");
        assertThat(audited(preview)).containsExactly("import.apply", "import.preview");
        api().post(preview.location() + "/apply").expect(200);
        assertThat(audited(preview)).containsExactly("import.apply", "import.preview");
    }

    @Test
    void aPreviewWaitsForNobodyWhoWrites() {
        var ada = person("ada");
        var place = api().post("/api/v1/locations", "{'name':'Held " + key + "'}")
                .expect(201)
                .number("/id");

        var preview = new TransactionTemplate(transactions).execute(status -> {
            jdbc.sql("select id from person where id = :id for update")
                    .param("id", ada)
                    .query(Long.class)
                    .list();
            jdbc.sql("select id from location where id = :id for update")
                    .param("id", place)
                    .query(Long.class)
                    .list();
            return preview("assets", """
                    asset-id,status,assignee
                    L1-%1$s,lost,ada.%1$s@example.com
                    L2-%1$s,lost,held %1$s
                    """);
        });

        assertThat(preview.each("/rows", "action")).containsExactly("create", "create");
        assertThat(api().post(preview.location() + "/apply").expect(200).at("/state"))
                .isEqualTo("applied");
    }

    @Test
    void decidesOnlyTheDevicesOfAddressesThatTheFileAdds() {
        var connection = synced(tenant(1), "");
        var email = "desk." + key + "@example.com";
        jdbc.sql("""
                        update device set attributes = attributes || jsonb_build_object('user-email', :email::text)
                        where connection_id = (select id from connection where name = :connection)
                        """).param("email", email).param("connection", connection).update();
        jdbc.sql("update device set decide_again = false").update();
        var made = preview("people", "email,first-name,last-name\n%s home.%s@example.com,A,B\n".formatted(email, key));
        api().post(made.location() + "/apply").expect(200);
        assertThat(toDecide(email)).isPositive();
        jdbc.sql("update device set decide_again = false").update();

        var changed = preview(
                "people", "email,department\nhome.%1$s@example.com new.%1$s@example.com,Moved\n".formatted(key));
        assertThat(api().post(changed.location() + "/apply").expect(200).number("/updates"))
                .isEqualTo(1);

        assertThat(toDecide(email)).isZero();
    }

    private long toDecide(String email) {
        return jdbc.sql("""
                        select count(*) from device
                        where decide_again and lower(attributes ->> 'user-email') = lower(:email)
                        """).param("email", email).query(Long.class).single();
    }

    private java.util.List<String> audited(Answer preview) {
        return api().get("/api/v1/audit?object=" + preview.location().replace("/api/v1/imports", "import"))
                .each("", "action");
    }

    /** A sequence counts on where a transaction is undone. */
    private void failing(String code, String condition) {
        jdbc.sql("create sequence if not exists attempts").update();
        jdbc.sql("alter sequence attempts restart").update();
        jdbc.sql("""
                create or replace function fail_on_asset() returns trigger language plpgsql as
                $$ begin if %s then raise exception 'as asked for' using errcode = '%s'; end if; return new; end $$
                """.formatted(condition, code)).update();
        jdbc.sql("""
                create trigger fail_on_asset before insert on asset
                for each row execute function fail_on_asset()
                """).update();
    }

    private void working() {
        jdbc.sql("drop trigger fail_on_asset on asset").update();
    }

    private Answer preview(String kind, String csv) {
        return api().sendCsv(PATH + "?kind=" + kind, csv.replace("%1$s", key)).expect(201);
    }

    private java.util.List<String> found(String assetId) {
        return api().get("/api/v1/assets?q=" + assetId).each("/assets", "assetId");
    }

    private long asset(String assetId, String status, String serial) {
        return api().post(
                        "/api/v1/assets",
                        "{'assetId':'%s','status':'%s','serial':'%s'}".formatted(assetId, status, serial))
                .expect(201)
                .number("/id");
    }

    private long person(String first) {
        return api().post(
                        "/api/v1/people",
                        "{'firstName':'Ada','lastName':'Lovelace','emails':['%s.%s@example.com']}"
                                .formatted(first, key))
                .expect(201)
                .number("/id");
    }
}
