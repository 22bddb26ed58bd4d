package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.demo.JamfFleet.Kind;
import io.rollcall.demo.Platform;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedJamf;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SourceSectionApiTests extends ApiTestBase {

    private static final List<String> SECTION = List.of(
            "platform",
            "os-version",
            "last-check-in",
            "mdm-enabled",
            "agent-installed",
            "blueprint",
            "missing",
            "removed",
            "agent-version",
            "first-enrolled",
            "last-enrolled");

    private String idOf(String serial) {
        return api().get("/api/v1/assets?serial=" + serial).at("/assets/0/id");
    }

    private Answer sources(String serial) {
        return api().get("/api/v1/assets/" + idOf(serial) + "/sources").expect(200);
    }

    private static JsonNode value(Answer sources, int source, String field) {
        return StreamSupport.stream(sources.json().get(source).path("values").spliterator(), false)
                .filter(value -> value.path("field").asText().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError(field + " is missing in " + sources.text()));
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

    @Test
    void E14_iruSaysWhatItKnowsOfADeviceWithTheTimeEachValueWasRead() {
        var tenant = tenant(5);
        var device = mac(tenant);
        var begun = Instant.now();
        var name = synced(tenant, ",'policy':{'details':{'mode':'changed'}}");

        var sources = sources(device.serial());

        assertThat(sources.each("", "connection")).containsExactly(name);
        assertThat(sources.at("/0/title")).isEqualTo("Iru");
        assertThat(sources.at("/0/deviceId")).isEqualTo(device.deviceId());
        assertThat(sources.json().at("/0/leads").asBoolean()).isTrue();
        assertThat(sources.each("/0/values", "field")).startsWith(SECTION.toArray(String[]::new));
        assertThat(value(sources, 0, "platform").path("value").asText()).isEqualTo("Mac");
        assertThat(value(sources, 0, "os-version").path("value").asText())
                .isEqualTo(device.os().version());
        assertThat(value(sources, 0, "blueprint").path("value").asText()).isNotBlank();
        assertThat(value(sources, 0, "mdm-enabled").path("value").asText()).isEqualTo("true");
        assertThat(value(sources, 0, "agent-installed").path("value").asText()).isEqualTo("true");
        assertThat(value(sources, 0, "removed").path("value").asText()).isEqualTo("false");
        assertThat(Instant.parse(
                        value(sources, 0, "first-enrolled").path("value").asText()))
                .isBefore(begun);
        for (var field : SECTION) {
            var value = value(sources, 0, field);
            assertThat(value.path("value").isNull()).as(field).isFalse();
            assertThat(Instant.parse(value.path("readAt").asText()))
                    .as(field)
                    .isBetween(begun.minusSeconds(5), Instant.now().plusSeconds(5));
        }
        assertThat(value(sources, 0, "memory").path("readAt").asText())
                .isEqualTo(api().get("/api/v1/assets/" + idOf(device.serial())).at("/sources/0/detailsAt"));
    }

    @Test
    void E14_valueOfTheListAndOneOfTheDetailsHaveTimesOfTheirOwn() {
        var tenant = tenant(3);
        var device = mac(tenant);
        var name = synced(tenant, ",'policy':{'details':{'mode':'always'}}");
        api().patch("/api/v1/connections/" + name, "{'policy':{'details':{'mode':'on-demand'}}}")
                .expect(200);
        var before = sources(device.serial());
        tenant.fleet().update(device.deviceId(), draft -> draft.name("Another"));
        syncToItsEnd(name);

        var after = sources(device.serial());

        assertThat(value(after, 0, "platform").path("readAt").asText())
                .isGreaterThan(value(before, 0, "platform").path("readAt").asText());
        assertThat(value(after, 0, "memory").path("readAt"))
                .isEqualTo(value(before, 0, "memory").path("readAt"));
    }

    @Test
    void E14_X6_jamfSaysWhatItKnowsAndWhyNotTheRestAndBothMembershipsAreShown() {
        var tenant = tenant(4);
        var device = mac(tenant);
        var iru = synced(tenant, "");
        try (var server = SimulatedJamf.builder()
                .computers(2)
                .mobiles(0)
                .odd(false)
                .client("client-1", "jamf-secret")
                .start()) {
            var id = server.fleet().ids(Kind.COMPUTER).get(0);
            server.fleet()
                    .update(
                            Kind.COMPUTER,
                            id,
                            record -> record.withObject("/hardware").put("serialNumber", device.serial()));
            var jamf = name();
            api().post(
                            "/api/v1/connections",
                            "{'name':'%s','source':'jamf','preset':'allwhere-jamf','enabled':true,'baseUrl':'%s',"
                                            .formatted(jamf, server.baseUrl())
                                    + "'credentials':{'clientId':'client-1','clientSecret':'jamf-secret'},"
                                    + "'policy':{'create':{'managed-only':false,'requires':[]}}}")
                    .expect(201);
            finished(firstRun(jamf));

            var sources = sources(device.serial());

            assertThat(sources.each("", "connection")).containsExactly(iru, jamf);
            assertThat(sources.at("/1/title")).isEqualTo("Jamf Pro");
            assertThat(sources.each("/1/values", "field")).startsWith(SECTION.toArray(String[]::new));
            assertThat(value(sources, 1, "agent-version").path("value").asText())
                    .isNotBlank();
            assertThat(value(sources, 1, "last-enrolled").path("readAt").asText())
                    .isNotBlank();
            var blueprint = value(sources, 1, "blueprint");
            assertThat(blueprint.path("value").isNull()).isTrue();
            assertThat(blueprint.path("readAt").isNull()).isTrue();
            assertThat(blueprint.path("why").asText()).contains("Jamf Pro has groups and policies");
            assertThat(value(sources, 1, "missing").path("why").asText()).isNotBlank();
            api().post("/api/v1/connections/" + jamf + "/disable").expect(200);
        }
    }

    @Test
    void E14_D8_deviceThatLeftItsSourceIsShownAsRemovedSinceThen() {
        var tenant = tenant(12);
        var device = mac(tenant);
        var name = synced(tenant, "");
        tenant.fleet().remove(device.deviceId());
        syncToItsEnd(name);
        syncToItsEnd(name);
        var asset = api().get("/api/v1/assets/" + idOf(device.serial()));
        assertThat(asset.at("/mdmState")).isEqualTo("removed");

        var sources = sources(device.serial());

        assertThat(sources.at("/0/removedAt")).isNotBlank();
        assertThat(value(sources, 0, "removed").path("value").asText()).isEqualTo("true");
        assertThat(value(sources, 0, "removed").path("readAt").asText()).isEqualTo(sources.at("/0/removedAt"));
    }

    @Test
    void E14_assetMadeByHandHasNoSource() {
        var made = api().post("/api/v1/assets", "{'assetId':'%s','status':'lost'}".formatted(name()))
                .expect(201);

        assertThat(api().get(made.location() + "/sources").expect(200).json()).isEmpty();
        api().get("/api/v1/assets/999999999/sources").expectProblem(404);
    }
}
