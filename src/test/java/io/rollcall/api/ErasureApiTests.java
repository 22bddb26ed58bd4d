package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedUser;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasing a person everywhere. */
class ErasureApiTests extends ApiTestBase {

    private static final String PEOPLE = "/api/v1/people";

    private String key;

    @BeforeEach
    void key() {
        key = name();
    }

    @Test
    void leavesNoTraceInAnyTableButTheNumberInTheAuditLog() {
        var tenant = tenant(40);
        var device = withUser(tenant);
        var user = device.user().orElseThrow();
        // whom another test left here keep the name
        var namesakes = traces(user);
        var connection = synced(tenant, "");
        var names = user.name().split(" ", 2);
        var id = api().post(
                        PEOPLE,
                        "{'firstName':'%s','lastName':'%s','emails':['%s','home.%s@example.com']}"
                                .formatted(names[0], names[1], user.email(), key))
                .expect(201)
                .number("/id");
        var at = "/api/v1/assets/"
                + api().get("/api/v1/assets?serial=" + device.serial()).at("/assets/0/id");
        api().post(at + "/checkout", "{'person':" + id + "}").expect(200);
        api().patch(at, "{'notes':'Ask %s, home.%s@example.com or the desk'}".formatted(user.name(), key))
                .expect(200);
        jdbc.sql("""
                        insert into dead_letter (connection_id, source_id, stage, error, message, payload)
                        select id, 'x', 'map', 'E', 'for ' || :email, jsonb_build_object('user', :email::text)
                        from connection where name = :name
                        """).param("email", user.email()).param("name", connection).update();
        jdbc.sql("""
                        insert into run_outcome (run_id, kind, source_id, reason)
                        select max(id), 'notice', 'x', 'Its user ' || :email || ' is nobody here.' from run
                        """).param("email", user.email()).update();
        api().sendCsv("/api/v1/imports?kind=people", "email,department\n" + user.email() + ",Moved\n")
                .expect(201);
        assertThat(traces(user)).isGreaterThan(namesakes);

        var erased = api().delete(PEOPLE + "/" + id + "?checkIn=true").expect(200);

        assertThat(traces(user)).isLessThanOrEqualTo(namesakes);
        assertThat(traceOf("home." + key + "@example.com")).isZero();
        assertThat(erased.number("/checkOuts")).isEqualTo(1);
        assertThat(erased.number("/devices")).isPositive();
        assertThat(erased.number("/events")).isPositive();
        assertThat(erased.number("/deadLetters")).isEqualTo(1);
        assertThat(erased.number("/notices")).isPositive();
        assertThat(erased.number("/assets")).isEqualTo(1);
        api().get(PEOPLE + "/" + id).expectProblem(404);
        var asset = api().get(at);
        assertThat(asset.json().path("assignee").isNull()).isTrue();
        assertThat(asset.at("/notes")).isEqualTo("Ask [erased], [erased] or the desk");
        assertThat(asset.json().at("/sources/0/attributes").has("user-email")).isFalse();
        // Opening the asset above has its details read, which may be in its history by now.
        assertThat(api().get(at + "/history").json())
                .filteredOn(event -> event.path("kind").asText().equals("checked-in"))
                .first()
                .satisfies(
                        event -> assertThat(event.at("/changes/0/old").asText()).isEqualTo("[erased]"));
        var audit = api().get("/api/v1/audit?object=person/" + id);
        assertThat(audit.each("", "action")).containsExactly("person.erase", "person.create");
        assertThat(traceOf("person/" + id)).as("the audit log keeps the number").isPositive();
        assertThat(syncToItsEnd(connection).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void unassignsTheDevicesInTheMdmAndForgetsWhatItKnowsThePersonBy() {
        var tenant = tenant(40);
        var device = withUser(tenant);
        var user = device.user().orElseThrow();
        var second = tenant.fleet().devices().stream()
                .filter(one -> !one.equals(device))
                .findFirst()
                .orElseThrow();
        tenant.fleet().update(second.deviceId(), draft -> draft.user(user));
        synced(tenant, ",'policy':{'push':{'assignment':true}}");
        var names = user.name().split(" ", 2);
        var id = api().post(
                        PEOPLE,
                        "{'firstName':'%s','lastName':'%s','emails':['%s']}"
                                .formatted(names[0], names[1], user.email()))
                .expect(201)
                .number("/id");
        var other = person("Bob", "Else", "bob");
        var mine = assetOf(device);
        api().post(mine + "/checkout", "{'person':" + id + "}").expect(200);
        api().post(assetOf(second) + "/checkout", "{'person':" + other + "}").expect(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api().get(mine + "/outbox").at("/0/state").equals("sent"));

        api().delete(PEOPLE + "/" + id + "?checkIn=true").expect(200);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> tenant.fleet()
                        .device(device.deviceId())
                        .orElseThrow()
                        .user()
                        .isEmpty());
        assertThat(jdbc.sql("select count(*) from outbox o where o::text like '%' || ? || '%'")
                        .param(user.id())
                        .query(Integer.class)
                        .single())
                .as("changes on their way that name what the MDM knows the person by")
                .isZero();
    }

    @Test
    void leavesOthersAlone() {
        var other = api().post(
                        PEOPLE,
                        "{'firstName':'Joann','lastName':'Lister%1$s','emails':['b.ann.%1$s@example.com']}"
                                .formatted(key))
                .expect(201)
                .number("/id");
        var ann = api().post(
                        PEOPLE,
                        "{'firstName':'Ann','lastName':'Lister%1$s','emails':['ann.%1$s@example.com']}".formatted(key))
                .expect(201)
                .number("/id");
        var asset = api().post(
                        "/api/v1/assets",
                        "{'assetId':'A-%1$s','status':'lost','notes':'b.ann.%1$s@example.com'}".formatted(key))
                .expect(201)
                .location();
        api().post(asset + "/checkout", "{'person':" + other + "}").expect(200);

        var erased = api().delete(PEOPLE + "/" + ann).expect(200);

        assertThat(erased.number("/events")).isZero();
        assertThat(api().get(asset).at("/notes")).isEqualTo("b.ann." + key + "@example.com");
        assertThat(api().get(asset).at("/assignee/name")).isEqualTo("Joann Lister" + key);
        assertThat(api().get(asset + "/history").at("/0/changes/0/new")).isEqualTo("Joann Lister" + key);
    }

    @Test
    void isRefusedWhileThePersonHasSomething() {
        var id = api().post(
                        PEOPLE, "{'firstName':'A','lastName':'B%1$s','emails':['a.%1$s@example.com']}".formatted(key))
                .expect(201)
                .number("/id");
        var asset = api().post("/api/v1/assets", "{'assetId':'A-" + key + "','status':'lost'}")
                .expect(201)
                .location();
        api().post(asset + "/checkout", "{'person':" + id + "}").expect(200);

        var refused = api().delete(PEOPLE + "/" + id).expectProblem(409);

        assertThat(refused.at("/detail")).contains("1 asset is checked out", "?checkIn=true");
        assertThat(api().get(asset).number("/assignee/id")).isEqualTo(id);
        api().delete(PEOPLE + "/" + id + "?checkIn=true").expect(200);
        assertThat(api().get(asset).json().path("assignee").isNull()).isTrue();
    }

    @Test
    void strikesTheNameFromEveryTextOfAssetsCheckOutsAndRuns() {
        var other = person("Bob", "Else", "bob");
        var ann = person("Ann", "Lister", "ann");
        var name = "Ann Lister" + key;
        var asset = api().post("/api/v1/assets", """
                        {'assetId':'%1$s','name':'Mac of %1$s','status':'lost','supplier':'%1$s Ltd',
                         'orderNumber':'4 %1$s'}""".formatted(name)).expect(201);
        jdbc.sql("update asset set device_name = :text, asset_tag = :text where id = :id")
                .param("text", name + " 13")
                .param("id", asset.number("/id"))
                .update();
        api().post(asset.location() + "/checkout", "{'person':" + other + ",'note':'was with " + name + "'}")
                .expect(200);
        var connection = synced(tenant(1), "");
        jdbc.sql("update run set message = 'no place for ' || :name where id = :id")
                .param("name", name)
                .param("id", firstRun(connection))
                .update();

        var erased = api().delete(PEOPLE + "/" + ann).expect(200);

        assertThat(traceOf(name)).isZero();
        assertThat(erased.number("/assets")).isEqualTo(1);
        var after = api().get(asset.location()).expect(200);
        assertThat(after.at("/assetId")).isEqualTo("[erased] " + asset.at("/id"));
        assertThat(after.at("/name")).isEqualTo("Mac of [erased]");
        assertThat(after.at("/supplier")).isEqualTo("[erased] Ltd");
        assertThat(after.at("/orderNumber")).isEqualTo("4 [erased]");
        assertThat(after.at("/assignee/note")).isEqualTo("was with [erased]");
        assertThat(after.number("/assignee/id")).isEqualTo(other);
        assertThat(api().get("/api/v1/runs/" + firstRun(connection)).at("/message"))
                .isEqualTo("no place for [erased]");
    }

    @Test
    void leavesTheDeviceOfANamesakeWithAnotherAddressAsItIs() {
        var tenant = tenant(40);
        var user = withUser(tenant).user().orElseThrow();
        synced(tenant, "");
        var names = user.name().split(" ", 2);
        var namesake = api().post(
                        PEOPLE,
                        "{'firstName':'%s','lastName':'%s','emails':['namesake.%s@example.com']}"
                                .formatted(names[0], names[1], key))
                .expect(201)
                .number("/id");
        var devices = devicesOf(user);

        api().delete(PEOPLE + "/" + namesake).expect(200);

        assertThat(devices).isNotEmpty();
        assertThat(devicesOf(user)).isEqualTo(devices);
    }

    @Test
    void aSyncOfTheSameDeviceDoesNotMakeThePersonAgain() {
        var tenant = tenant(40);
        var user = withUser(tenant).user().orElseThrow();
        var namesakes = traces(user);
        var connection = synced(tenant, ",'preset':'allwhere-iru'");
        var person = api().get(PEOPLE + "?q=" + user.email());
        assertThat(person.each("/items", "id")).hasSize(1);

        api().delete(PEOPLE + "/" + person.at("/items/0/id") + "?checkIn=true").expect(200);
        assertThat(syncToItsEnd(connection).at("/state")).isEqualTo("succeeded");

        var found = api().get(PEOPLE + "?q=" + user.email());
        var traces = traces(user);
        // tenants of other tests may have people of the same names
        jdbc.sql("delete from person where created_by = :connection")
                .param("connection", connection)
                .update();
        assertThat(found.json().path("items")).isEmpty();
        assertThat(traces).isLessThanOrEqualTo(namesakes);
    }

    private long person(String first, String last, String address) {
        return api().post(
                        PEOPLE,
                        "{'firstName':'%s','lastName':'%s%s','emails':['%s.%s@example.com']}"
                                .formatted(first, last, key, address, key))
                .expect(201)
                .number("/id");
    }

    private List<String> devicesOf(SimulatedUser user) {
        return jdbc.sql("""
                        select concat(attributes, list_record, detail_record) from device
                        where lower(attributes ->> 'user-email') = lower(:email) order by id
                        """).param("email", user.email()).query(String.class).list();
    }

    private long traces(SimulatedUser user) {
        return traceOf(user.email()) + traceOf(user.name());
    }

    /** In how many rows of all tables the text is, but for the log of the tests' own users. */
    private long traceOf(String text) {
        return jdbc
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .mapToLong(table -> jdbc.sql("select count(*) from \"" + table
                                + "\" t where t::text ~* ('(?<![\\w.])' || :text || '(?!\\w)')")
                        .param("text", text.replace(".", "\\."))
                        .query(Long.class)
                        .single())
                .sum();
    }

    /** One whose user has no other device and shares the first name, which names of devices have, with nobody. */
    private String assetOf(SimulatedDevice device) {
        return "/api/v1/assets/"
                + api().get("/api/v1/assets?serial=" + device.serial()).at("/assets/0/id");
    }

    private SimulatedDevice withUser(SimulatedIru tenant) {
        var firstNames = tenant.fleet().devices().stream()
                .flatMap(device -> device.user().stream())
                .map(user -> user.name().split(" ", 2)[0])
                .toList();
        return tenant.fleet().devices().stream()
                .filter(device -> device.user()
                        .filter(user ->
                                Collections.frequency(firstNames, user.name().split(" ", 2)[0]) == 1)
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }
}
