package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/people";

    @Test
    void A10_addsAPersonWithNamesAndAddresses() {
        var key = name();

        var made = api().post(PATH, """
                        {'firstName':' Ada ','lastName':'Lovelace','emails':['Ada.%1$s@Example.COM ','ada+%1$s@home.example'],
                         'department':'Engines','jobTitle':'Analyst','username':'ada'}""".formatted(key)).expect(201);

        assertThat(made.location()).isEqualTo(PATH + "/" + made.at("/id"));
        assertThat(made.at("/firstName")).isEqualTo("Ada");
        assertThat(made.at("/emails/0")).isEqualTo("Ada." + key + "@Example.COM");
        assertThat(made.at("/emails/1")).isEqualTo("ada+" + key + "@home.example");
        assertThat(made.at("/jobTitle")).isEqualTo("Analyst");
        assertThat(made.at("/createdBy")).isEqualTo("bootstrap");
        assertThat(made.json().path("assets")).isEmpty();
        assertThat(made.etag()).isEqualTo("\"0\"");
        assertThat(api().get(made.location()).expect(200).json()).isEqualTo(made.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'lastName':'L','emails':['a@b.example']} | firstName",
                "{'firstName':'F','emails':['a@b.example']} | lastName",
                "{'firstName':'F','lastName':'L'} | emails",
                "{'firstName':'F','lastName':'L','emails':[]} | emails",
                "{'firstName':'F','lastName':'L','emails':['a@b.example','nonsense']} | emails[1]",
                "{'firstName':'F','lastName':'L','emails':['a@b.example'],'location':'no such place'} | location",
                "{'firstName':'F','lastName':'L','emails':['a@b.example'],'phone':'1'} | phone"
            })
    void A10_refusesAPersonWhoLacksSomethingOrHasNonsense(String body, String path) {
        api().post(PATH, body).expectProblemAt(path);
    }

    @Test
    void F39_anAddressBelongsToOnePersonWhateverItsCaseButAPlusTagIsAnother() {
        var key = name();
        var first = person(key);

        var refused = api().post(PATH, body("Other", "OTHER", "PERSON." + key + "@EXAMPLE.com"))
                .expectProblem(409);

        assertThat(refused.at("/detail")).containsIgnoringCase("person." + key).contains("person " + first);
        api().post(PATH, body("Other", "Person", "person." + key + "+tag@example.com"))
                .expect(201);
    }

    @Test
    void findsPeopleByNameAddressAndDepartmentInPages() {
        var key = name();
        for (var i = 0; i < 101; i++) {
            api().post(PATH, body("F" + i, "Family" + key, "p" + i + "." + key + "@example.com"))
                    .expect(201);
        }

        var first = api().get(PATH + "?q=family" + key).expect(200);
        var second = api().get(PATH + "?q=family" + key + "&cursor=" + first.at("/next"))
                .expect(200);

        assertThat(first.json().path("items")).hasSize(100);
        assertThat(second.each("/items", "firstName")).containsExactly("F100");
        assertThat(second.json().path("next").isNull()).isTrue();
        assertThat(api().get(PATH + "?q=P7." + key).each("/items", "firstName")).containsExactly("F7");
        assertThat(api().get(PATH + "?q=F7%20Family" + key).each("/items", "firstName"))
                .containsExactly("F7");
        assertThat(api().get(PATH + "?q=%25" + key).json().path("items")).isEmpty();
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() {
        var key = name();
        var id = person(key);
        var location = "Room " + key;
        api().post("/api/v1/locations", "{'name':'" + location + "'}").expect(201);
        api().patch(PATH + "/" + id, "{'department':'Sales','location':'" + location.toUpperCase() + "'}")
                .expect(200);

        var changed = api().patch(PATH + "/" + id, "{'jobTitle':'Boss','department':null}")
                .expect(200);

        assertThat(changed.at("/jobTitle")).isEqualTo("Boss");
        assertThat(changed.at("/department")).isEmpty();
        assertThat(changed.at("/location")).isEqualTo(location);
        assertThat(changed.at("/emails/0")).isEqualTo("person." + key + "@example.com");
        assertThat(changed.number("/version")).isEqualTo(2);
        assertThat(changed.etag()).isEqualTo("\"2\"");
        assertThat(api().patch(PATH + "/" + id, "{'jobTitle':'Boss'}").number("/version"))
                .isEqualTo(2);
    }

    @Test
    void aFieldWrittenByHandIsNoLongerClaimedByAConnection() {
        var id = person(name());
        jdbc.sql("update person set claims = '{\"department\": 1, \"room\": 1}' where id = " + id)
                .update();

        api().patch(PATH + "/" + id, "{'department':'Sales'}").expect(200);

        assertThat(jdbc.sql("select claims::text from person where id = " + id)
                        .query(String.class)
                        .single())
                .isEqualTo("{\"room\": 1}");
    }

    @Test
    void twoEditorsDoNotOverwriteEachOtherUnseen() {
        var id = person(name());
        var tag = api().get(PATH + "/" + id).etag();
        api().ifMatch(tag).patch(PATH + "/" + id, "{'department':'Mine'}").expect(200);

        var refused = api().ifMatch(tag)
                .patch(PATH + "/" + id, "{'department':'Yours'}")
                .expectProblem(412);

        assertThat(refused.at("/detail")).contains("changed by someone else", "version 0", "it is at 1");
        assertThat(api().get(PATH + "/" + id).at("/department")).isEqualTo("Mine");
        api().ifMatch(tag).delete(PATH + "/" + id).expectProblem(412);
        api().ifMatch(tag).post(PATH + "/" + id + "/archive").expectProblem(412);
        api().ifMatch("nonsense").patch(PATH + "/" + id, "{'room':'1'}").expectProblem(400);
        api().ifMatch("*").patch(PATH + "/" + id, "{'room':'1'}").expect(200);
    }

    @Test
    void F39_archivedPeopleAreOutOfTheListUnlessAskedFor() {
        var key = name();
        var id = person(key);
        var mine = PATH + "?q=person." + key;

        var archived = api().post(PATH + "/" + id + "/archive").expect(200);

        assertThat(archived.at("/archivedAt")).isNotBlank();
        assertThat(api().get(mine).json().path("items")).isEmpty();
        assertThat(api().get(mine + "&archived=true").each("/items", "id")).containsExactly("" + id);
        api().post(PATH + "/" + id + "/restore").expect(200);
        assertThat(api().get(mine).each("/items", "id")).containsExactly("" + id);
    }

    @Test
    void theAuditLogKnowsWhatChangedButNotTheContents() {
        var key = name();
        var id = person(key);
        api().patch(PATH + "/" + id, "{'department':'Secret " + key + "','emails':['new." + key + "@example.com']}")
                .expect(200);
        api().post(PATH + "/" + id + "/archive").expect(200);

        var log = api().get("/api/v1/audit?object=person/" + id).expect(200);

        assertThat(log.each("", "action")).containsExactly("person.archive", "person.change", "person.create");
        assertThat(log.json().get(1).at("/detail/changed"))
                .extracting(node -> node.asText())
                .containsExactly("emails", "department");
        assertThat(log.text()).doesNotContain(key, "Person");
    }

    @Test
    void theNextSyncDecidesTheDevicesOfANewAddressAnew() {
        var tenant = tenant(20);
        var user = tenant.fleet().devices().stream()
                .flatMap(device -> device.user().stream())
                .findFirst()
                .orElseThrow();
        var connection = synced(tenant, "");
        jdbc.sql("update device set decide_again = false").update();

        api().post(PATH, body("Some", "Body", user.email().toUpperCase())).expect(201);

        assertThat(jdbc.sql("""
                        select d.attributes ->> 'user-email' from device d join connection c on c.id = d.connection_id
                        where d.decide_again and c.name = :name
                        """).param("name", connection).query(String.class).list())
                .isNotEmpty()
                .containsOnly(user.email());
        jdbc.sql("update device set decide_again = false").update();
        var other = person(name());
        assertThat(jdbc.sql("select count(*) from device where decide_again")
                        .query(Long.class)
                        .single())
                .isZero();
        api().delete(PATH + "/" + other).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH", "DELETE"})
    void saysThatThereIsNoSuchPerson(String method) {
        var refused = api().send(method, PATH + "/999999999", method.equals("PATCH") ? "{'room':'1'}" : "")
                .expectProblem(404);

        assertThat(refused.at("/detail")).isEqualTo("There is no person 999999999.");
    }

    private long person(String key) {
        return api().post(PATH, body("Person", "Of" + key, "person." + key + "@example.com"))
                .expect(201)
                .number("/id");
    }

    private static String body(String first, String last, String email) {
        return "{'firstName':'%s','lastName':'%s','emails':['%s']}".formatted(first, last, email);
    }
}
