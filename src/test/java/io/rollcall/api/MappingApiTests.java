package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.demo.Permission;
import io.rollcall.demo.Platform;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mapping, from the proposal to what stands on assets, through the real routes. */
class MappingApiTests extends ApiTestBase {

    private static final String BOOT_VOLUME = "detail:/general/boot_volume";
    private static final String DETAILS = ",'policy':{'details':{'mode':'changed'}}";

    private static String mapping(String connection) {
        return "/api/v1/connections/" + connection + "/mapping";
    }

    private Answer change(String connection, String rows) {
        return api().send("PUT", mapping(connection), "{'rows':[" + rows + "]}");
    }

    private static String row(String property, String target) {
        return "{'property':'%s','target':'%s'}".formatted(property, target);
    }

    private static String newField(String property, String name, String type) {
        return "{'property':'%s','newField':{'name':'%s','type':'%s'}}".formatted(property, name, type);
    }

    private static JsonNode found(Answer view, String property) {
        return StreamSupport.stream(view.json().path("rows").spliterator(), false)
                .filter(row -> row.path("property").asText().equals(property))
                .findFirst()
                .orElseThrow(() -> new AssertionError(property + " is missing in " + view.text()));
    }

    private Answer assetOf(SimulatedDevice device) {
        return api().get("/api/v1/assets/"
                + api().get("/api/v1/assets?serial=" + device.serial()).at("/assets/0/id"));
    }

    /** A Mac of the tenant's, which gets one where it has none. */
    private static SimulatedDevice mac(SimulatedIru tenant) {
        while (true) {
            var mac = tenant.fleet().devices().stream()
                    .filter(device -> device.platform() == Platform.MAC)
                    .findFirst();
            if (mac.isPresent()) {
                return mac.get();
            }
            tenant.fleet().add();
        }
    }

    private long requests(SimulatedIru tenant) {
        return tenant.requests().all().size();
    }

    /** Every property of the sample devices, as the tenant itself answers them. */
    @Test
    void C6_proposalBeforeTheFirstSyncListsEveryPropertyWithAnExampleAndATarget() {
        var tenant = tenant(40);
        mac(tenant);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ""))
                .expect(201);
        assertThat(api().get(mapping(name)).number("/samples")).isZero();
        var before = requests(tenant);

        var proposal = api().post(mapping(name) + "/proposal").expect(200);

        assertThat(proposal.number("/samples")).isBetween(3L, 8L);
        assertThat(requests(tenant) - before).isBetween(4L, 11L);
        var properties = proposal.each("/rows", "property");
        assertThat(properties)
                .contains(
                        "list:/device_id",
                        "list:/device_name",
                        "list:/lost_mode_status",
                        "detail:/general/time_since_boot",
                        "detail:/mdm/mdm_enabled_user",
                        "detail:/volumes",
                        "detail:/tags")
                .noneMatch(property -> property.contains("activation_lock") || property.contains("recovery_"))
                .noneMatch(property -> property.contains("installed_profiles"));
        var named = found(proposal, "list:/device_name");
        assertThat(named.path("target").asText()).isEqualTo("device-name");
        assertThat(named.path("origin").asText()).isEqualTo("file");
        assertThat(tenant.fleet().devices())
                .anyMatch(device -> device.name().equals(named.path("example").asText()));
        assertThat(found(proposal, "detail:/hardware_overview/memory")
                        .path("convert")
                        .asText())
                .isEqualTo("memory");
        var free = found(proposal, BOOT_VOLUME);
        assertThat(free.path("target").asText()).isEqualTo("skip");
        assertThat(free.path("origin").asText()).isEqualTo("none");
        assertThat(free.path("suggestion").toString()).isEqualTo("{\"name\":\"Boot volume\",\"type\":\"text\"}");
        assertThat(jdbc.sql(
                                "select count(*) from device d join connection c on c.id = d.connection_id where c.name = ?")
                        .params(name)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void C6_proposalForATokenWithoutDetailsGoesWithoutThem() {
        var tenant = tenant(5, Permission.DEVICE_LIST);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ""))
                .expect(201);

        var proposal = api().post(mapping(name) + "/proposal").expect(200);

        assertThat(proposal.number("/samples")).isPositive();
        assertThat(found(proposal, "list:/serial_number").path("example").asText())
                .isNotBlank();
        assertThat(found(proposal, "detail:/hardware_overview/memory")
                        .path("example")
                        .isNull())
                .isTrue();
    }

    @Test
    void C6_proposalSaysWhyTheMdmCanNotBeRead() {
        var tenant = tenant(1);
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), "").replace("tenant-token", "wrong"))
                .expect(201);

        var refused = api().post(mapping(name) + "/proposal").expectProblem(409);

        assertThat(refused.at("/detail")).startsWith("No sample devices:");
        api().get(mapping("no-such-connection")).expectProblem(404);
    }

    @Test
    void C6_propertyBecomesANewCustomFieldMadeOnTheSpotWithTheNextSyncAndWithoutARequestForDetails() {
        var tenant = tenant(12);
        var device = mac(tenant);
        var name = synced(tenant, DETAILS);
        var label = "Boot volume " + name;
        var all = tenant.fleet().size();

        var changed = change(name, newField(BOOT_VOLUME, label, "text")).expect(200);

        var row = found(changed, BOOT_VOLUME);
        var target = row.path("target").asText();
        var key = target.substring("custom.".length());
        assertThat(key).isEqualTo("boot-volume-" + name);
        assertThat(row.path("origin").asText()).isEqualTo("connection");
        assertThat(row.path("inForce").asBoolean()).isTrue();
        assertThat(row.path("example").asText()).isEqualTo("Macintosh HD");
        assertThat(changed.json().path("warnings")).isEmpty();
        assertThat(assetOf(device).json().path("customFields")).isEmpty();
        var run = syncToItsEnd(name);
        assertThat(run.number("/counts/seen")).isEqualTo(all);
        assertThat(run.number("/counts/failed")).isZero();
        assertThat(run.number("/apiCalls")).isLessThan(5);
        assertThat(assetOf(device).at("/customFields/" + key)).isEqualTo("Macintosh HD");
        var history = api().get("/api/v1/assets/" + assetOf(device).at("/id") + "/history");
        assertThat(history.each("/0/changes", "field")).containsExactly(target);
        assertThat(history.each("/0/changes", "rule")).containsExactly("reported by " + name);
        assertThat(syncToItsEnd(name).number("/counts/unchanged")).isEqualTo(all);
        api().patch("/api/v1/custom-fields/" + key, "{'name':'Other " + name + "'}")
                .expect(200);
        assertThat(syncToItsEnd(name).number("/counts/unchanged")).isEqualTo(all);
        assertThat(assetOf(device).at("/customFields/" + key)).isEqualTo("Macintosh HD");
    }

    /** As with built-in fields: what a connection keeps up to date only the MDM changes. */
    @Test
    void C6_customFieldThatTheMappingFillsIsKeptUntilTheRowGoes() {
        var tenant = tenant(3);
        var device = mac(tenant);
        var name = synced(tenant, DETAILS);
        change(name, newField(BOOT_VOLUME, "Volume " + name, "text")).expect(200);
        syncToItsEnd(name);
        var asset = "/api/v1/assets/" + assetOf(device).at("/id");
        var mine = "{'customFields':{'volume-" + name + "':'mine'}}";

        var refused = api().patch(asset, mine).expectProblem(409);

        assertThat(refused.at("/detail")).contains("Connection " + name + " keeps custom.volume-" + name);
        assertThat(api().delete("/api/v1/custom-fields/volume-" + name)
                        .expectProblem(409)
                        .at("/detail"))
                .contains("is filled by " + name);
        change(name, "").expect(200);
        api().patch(asset, mine).expect(200);
        syncToItsEnd(name);
        assertThat(api().get(asset).at("/customFields/volume-" + name)).isEqualTo("mine");
    }

    @Test
    void C6_deletedCustomFieldIsFilledNoMoreAndARestoredOneAgain() {
        var tenant = tenant(3);
        var device = mac(tenant);
        var name = synced(tenant, DETAILS);
        change(name, newField("list:/asset_tag", "Tag " + name, "text")).expect(200);
        var field = "/api/v1/custom-fields/tag-" + name;
        tenant.fleet().update(device.deviceId(), draft -> draft.assetTag("T1"));
        syncToItsEnd(name);
        assertThat(assetOf(device).at("/customFields/tag-" + name)).isEqualTo("T1");
        api().delete(field + "?confirm=true").expect(200);
        tenant.fleet().update(device.deviceId(), draft -> draft.assetTag("T2"));
        syncToItsEnd(name);

        var view = api().get(mapping(name));

        assertThat(found(view, "list:/asset_tag").path("inForce").asBoolean()).isFalse();
        assertThat(view.at("/warnings/0")).contains("list:/asset_tag", "Restore it");
        api().post(field + "/restore").expect(200);
        assertThat(assetOf(device).at("/customFields/tag-" + name)).isEqualTo("T1");
        syncToItsEnd(name);
        assertThat(assetOf(device).at("/customFields/tag-" + name)).isEqualTo("T2");
    }

    @Test
    void C6_propertyIsMappedToAnotherFieldAndOneIsSkipped() {
        var tenant = tenant(4);
        var device = mac(tenant);
        tenant.fleet().update(device.deviceId(), draft -> draft.assetTag("TAG-1"));
        var name = synced(tenant, DETAILS);
        var asset = "/api/v1/assets/" + assetOf(device).at("/id");
        assertThat(api().get(asset).at("/fields/asset-tag")).isEqualTo("TAG-1");
        var memory = api().get(asset).at("/fields/memory");

        var changed = change(
                        name,
                        row(BOOT_VOLUME, "asset-tag") + "," + row("detail:/hardware_overview/memory", "skip") + ","
                                + row("detail:/hardware_overview/total_ram", "skip") + ","
                                + row("detail:/hardware/total_ram", "skip"))
                .expect(200);

        var taken = found(changed, "list:/asset_tag");
        assertThat(taken.path("inForce").asBoolean()).isFalse();
        assertThat(taken.path("note").asText()).contains("asset-tag is read from " + BOOT_VOLUME + " alone");
        syncToItsEnd(name);
        assertThat(api().get(asset).at("/fields/asset-tag")).isEqualTo("Macintosh HD");
        assertThat(api().get(asset).at("/fields/memory")).isEqualTo(memory);
        api().patch(asset, "{'fields':{'memory':'128 GB'}}").expect(200);
        syncToItsEnd(name);
        assertThat(api().get(asset).at("/fields/memory")).isEqualTo("128 GB");
    }

    @ParameterizedTest
    @CsvSource({
        "detail:/activation_lock/user_activation_lock_enabled, memory, rows[0].property",
        "detail:/recovery_information, memory, rows[0].property",
        "detail:/anything/unlock_pin, memory, rows[0].property",
        "general.device_name, memory, rows[0].property",
        "list:/platform as text, memory, rows[0].property",
        "list:/platform, nothing, rows[0].target",
        "list:/platform, model-name, rows[0].target",
        "list:/platform, custom.no-such-field, rows[0].target",
    })
    void C6_rowThatCanNotWorkIsRefusedByItsPlace(String property, String target, String path) {
        var name = name();
        api().post("/api/v1/connections", connection(name, PROVISIONED.baseUrl(), ""))
                .expect(201);

        change(name, row(property, target)).expectProblemAt(path);

        assertThat(api().get(mapping(name)).number("/version")).isZero();
    }

    @Test
    void C6_typesThatDoNotGoTogetherAndSecondRowsForAFieldAreRefusedByTheirPlace() {
        var name = name();
        api().post("/api/v1/connections", connection(name, PROVISIONED.baseUrl(), ""))
                .expect(201);
        var first = row("list:/platform", "memory");

        change(name, first + ",{'property':'list:/model','target':'processor','convert':'yes-no'}")
                .expectProblemAt("rows[1].convert");
        change(name, first + ",{'property':'list:/model','target':'processor','convert':'magic'}")
                .expectProblemAt("rows[1].convert");
        change(name, first + "," + row("list:/model", "memory")).expectProblemAt("rows[1].target");
        change(name, first + "," + row("list:/platform", "skip")).expectProblemAt("rows");
        change(name, "{'property':'list:/model'}").expectProblemAt("rows[0]");
        change(name, newField("list:/model", " ", "text")).expectProblemAt("rows[0].newField.name");
        change(name, newField("list:/model", "Model " + name, "text") + "," + row("list:/x", "nothing"))
                .expectProblemAt("rows[1].target");
        assertThat(api().get("/api/v1/custom-fields").each("", "name"))
                .as("nothing is made of a mapping that is refused")
                .doesNotContain("Model " + name);
    }

    @Test
    void C6_rowThatFillsNothingIsWarnedAboutByItsProperty() {
        var name = synced(tenant(3), DETAILS);

        var changed = change(
                        name,
                        row("detail:/general/no_such_thing", "memory") + ","
                                + newField("list:/device_name", "Number " + name, "number") + ","
                                + row("list:/serial_number", "skip") + ","
                                + row("detail:/hardware_overview/serial_number", "skip") + ","
                                + row("detail:/hardware_overview/smbios_serial_number", "skip") + ","
                                + row("detail:/general/serial_number", "skip"))
                .expect(200);

        assertThat(texts(changed, "/warnings"))
                .anyMatch(text -> text.contains("detail:/general/no_such_thing > memory: None of the 3 sample devices"))
                .anyMatch(text -> text.contains("list:/device_name") && text.contains("by the converter number"))
                .anyMatch(text -> text.contains("Nothing is mapped to serial-number"));
    }

    private static List<String> texts(Answer answer, String pointer) {
        return StreamSupport.stream(answer.json().at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void C6_mappingIsChangedOnlyByThoseWhoKnowIt() {
        var name = name();
        api().post("/api/v1/connections", connection(name, PROVISIONED.baseUrl(), ""))
                .expect(201);
        var tag = api().get(mapping(name)).etag();
        var body = "{'rows':[" + row("list:/platform", "memory") + "]}";

        var changed = api().ifMatch(tag).send("PUT", mapping(name), body).expect(200);

        assertThat(changed.number("/version")).isEqualTo(1);
        assertThat(api().ifMatch(tag)
                        .send("PUT", mapping(name), body)
                        .expectProblem(412)
                        .at("/detail"))
                .contains("the mapping of connection " + name);
        assertThat(change(name, row("list:/platform", "memory")).expect(200).number("/version"))
                .as("the same rows change nothing")
                .isEqualTo(1);
        assertThat(api().get("/api/v1/audit").each("", "action")).contains("connection.mapping");
    }

    @Test
    void C6_connectionOfTheFileHasAMappingLikeAllOthers() {
        change("from-file-off", row("list:/lost_mode_status", "custom.none")).expectProblemAt("rows[0].target");
        change("from-file-off", row("list:/lost_mode_status", "skip")).expect(200);
        change("from-file-off", "").expect(200);
    }

    @Test
    void C6_proposalForJamfShowsComputersAndMobileDevices() {
        try (var server = SimulatedJamf.builder()
                .computers(3)
                .mobiles(3)
                .odd(false)
                .client("client-1", "jamf-secret")
                .start()) {
            var name = name();
            api().post(
                            "/api/v1/connections",
                            "{'name':'%s','source':'jamf','preset':'allwhere-jamf','baseUrl':'%s','credentials':"
                                            .formatted(name, server.baseUrl())
                                    + "{'clientId':'client-1','clientSecret':'jamf-secret'}}")
                    .expect(201);

            var proposal = api().post(mapping(name) + "/proposal").expect(200);

            assertThat(found(proposal, "list:/operatingSystem/version")
                            .path("example")
                            .asText())
                    .isNotBlank();
            assertThat(found(proposal, "list:/general/displayName")
                            .path("example")
                            .asText())
                    .isNotBlank();
            assertThat(change(name, row("list:/general/displayName", "asset-tag"))
                            .expect(200)
                            .at("/warnings/0"))
                    .contains("on new assets only");
            assertThat(proposal.each("/rows", "property"))
                    .noneMatch(property -> property.contains("/purchasing") || property.contains("activationLock"));
        }
    }

    /** What a record holds reaches people as it can be shown, and never as a monster. */
    @Test
    void F34_F35_F36_oddRecordsOfSampleDevicesAreShownWithinBounds() {
        var tenant = tenant(1);
        var custom = new StringBuilder();
        for (var i = 0; i < 5_000; i++) {
            custom.append(",\"custom_").append(i).append("\":\"value\"");
        }
        tenant.fleet()
                .addRaw(
                        "{\"device_id\":\"00000000-0000-4000-8000-00000000abcd\",\"device_name\":\"odd\","
                                + "\"platform\":\"Odd\",\"serial_number\":\"ODD\",\"long\":\"" + "x".repeat(1 << 20)
                                + "\",\"strange\":\"a\\u0000b \\u202egnp\",\"a/b~c\":\"slash\"}",
                        "{\"general\":{\"x\":1" + custom + "}}");
        var name = name();
        api().post("/api/v1/connections", connection(name, tenant.baseUrl(), ""))
                .expect(201);

        var proposal = api().post(mapping(name) + "/proposal").expect(200);

        assertThat(found(proposal, "list:/strange").path("example").asText()).isEqualTo("ab \u202egnp");
        assertThat(found(proposal, "list:/long").path("example").asText()).hasSize(100);
        assertThat(found(proposal, "list:/a~1b~0c").path("example").asText()).isEqualTo("slash");
        assertThat(proposal.json().path("rows").size()).isBetween(900, 2_500);
    }
}
