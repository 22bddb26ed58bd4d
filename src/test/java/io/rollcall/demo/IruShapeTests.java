package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation's JSON has the keys, and the types, of the vendor's examples. */
class IruShapeTests {

    private static SimulatedIru sim;
    private static TenantClient client;

    @BeforeAll
    static void start() {
        sim = SimulatedIru.builder()
                .devices(300)
                .odd(false)
                .token("all", TenantClient.TOKEN)
                .start();
        client = TenantClient.of(sim);
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @ParameterizedTest
    @CsvSource({
        "details-macbook,MAC", "details-imac,MAC", "details-mac-mini,MAC", "details-macbook-intel,MAC",
        "details-iphone,IPHONE", "details-ipad,IPAD", "details-appletv,APPLE_TV", "details-windows,WINDOWS",
        "details-android,ANDROID"
    })
    void givesDetailsTheKeysOfTheVendorsExample(String example, Platform platform) throws IOException {
        var expected = TenantClient.example(example);
        for (var device : devices(one -> one.platform() == platform)) {
            var details = client.json("/api/v1/devices/" + device.deviceId() + "/details");

            assertThat(keys(details)).isEqualTo(keys(expected));
            for (var section : keys(expected)) {
                var its = details.get(section);
                assertThat(its.getNodeType())
                        .as(section)
                        .isEqualTo(expected.get(section).getNodeType());
                if (its.isObject() && !its.isEmpty() && !expected.get(section).isEmpty()) {
                    assertThat(shape(its)).as(section).isEqualTo(shape(expected.get(section)));
                }
            }
        }
    }

    @Test
    void givesVolumesAccountsAndProfilesTheKeysOfTheVendorsExample() throws IOException {
        var expected = TenantClient.example("details-macbook");
        var details = client.json("/api/v1/devices/" + any(Platform.MAC).deviceId() + "/details");

        for (var pointer : List.of(
                "/volumes/0",
                "/volumes/1",
                "/users/regular_users/0",
                "/users/system_users/1",
                "/installed_profiles/0")) {
            assertThat(shape(details.at(pointer))).as(pointer).isEqualTo(shape(expected.at(pointer)));
        }
        assertThat(details.at("/hardware_overview/memory").asText()).matches("\\d+ GB .+");
        assertThat(details.at("/volumes/0/capacity").asText()).matches("\\d+\\.\\d{1,2} GB");
    }

    @Test
    void leavesTheAppleTvWithoutNetworkAndWithoutTheSectionsItLacks() throws IOException {
        var details = client.json("/api/v1/devices/" + any(Platform.APPLE_TV).deviceId() + "/details");

        assertThat(details.get("network")).isEmpty();
        assertThat(details.get("volumes")).isEmpty();
        assertThat(details.has("lost_mode")).isFalse();
        assertThat(details.has("cellular")).isFalse();
        assertThat(details.get("mdm").has("supervised")).isFalse();
        assertThat(details.at("/activation_lock/user_activation_lock_enabled").isNull())
                .isTrue();
    }

    @Test
    void spellsNoUserAsEmptyTextForAppleAndAsNullForAndroid() throws IOException {
        var mac = sim.fleet().update(any(Platform.MAC).deviceId(), DeviceDraft::noUser);
        var android = sim.fleet().update(any(Platform.ANDROID).deviceId(), DeviceDraft::noUser);

        assertThat(client.json("/api/v1/devices/" + mac.deviceId()).get("user").asText("?"))
                .isEmpty();
        assertThat(details(mac).at("/general/assigned_user").asText("?")).isEmpty();
        assertThat(details(android).at("/general/assigned_user").isNull()).isTrue();
        assertThat(client.json("/api/v1/devices/" + android.deviceId())
                        .get("user")
                        .asText("?"))
                .isEmpty();
    }

    @Test
    void spellsDatesInFiveWays() throws IOException {
        var mac = details(any(Platform.MAC));

        assertThat(mac.at("/kandji_agent/last_check_in").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(mac.at("/general/last_enrollment").asText()).matches(".{10} .{8}\\.\\d{6}\\+00:00");
        assertThat(mac.at("/kandji_agent/install_date").asText()).matches(".{10} .{8}\\+00:00");
        assertThat(mac.at("/installed_profiles/0/install_date").asText()).matches(".{10} .{8} \\+0000");
        assertThat(details(any(Platform.IPAD)).at("/kandji_agent/install_date").asText("?"))
                .isEmpty();
    }

    @Test
    void servesLostModeAsTheVendorsExampleDoes() throws IOException {
        var ipad = any(Platform.IPAD);
        sim.fleet().update(ipad.deviceId(), draft -> draft.lostMode(true));

        var expected = TenantClient.example("details-ipad-lostmode");
        var details = details(ipad);
        for (var section : List.of("lost_mode", "recovery_information", "network")) {
            assertThat(shape(details.get(section))).as(section).isEqualTo(shape(expected.get(section)));
        }
        assertThat(shape(client.json("/api/v1/devices/" + ipad.deviceId() + "/details/lostmode")))
                .isEqualTo(shape(TenantClient.example("lostmode").at("/GET ok/body")));
        sim.fleet().update(ipad.deviceId(), draft -> draft.lostMode(false));
        var answer = client.get("/api/v1/devices/" + ipad.deviceId() + "/details/lostmode");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("[\"Device is not in lost mode.\"]");
    }

    @Test
    void givesListRowsTheKeysOfATenantWithWindowsAndAndroid() throws IOException {
        var expected = keys(TenantClient.example("devices-list-multiplatform").get(0));

        assertThat(client.json("/api/v1/devices"))
                .allSatisfy(row -> assertThat(keys(row)).isEqualTo(expected));
    }

    @Test
    void givesListRowsTheKeysOfAnAppleOnlyTenant() throws IOException {
        var expected = TenantClient.example("devices-list-page");
        try (var apple = SimulatedIru.builder()
                .otherPlatforms(false)
                .token("all", TenantClient.TOKEN)
                .start()) {
            assertThat(TenantClient.of(apple).json("/api/v1/devices")).allSatisfy(row -> {
                assertThat(keys(row)).isEqualTo(keys(expected.get(0)));
                assertThat(row.get("platform").asText()).isNotIn("Windows", "Android");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/users,users-page-1", "/api/v1/blueprints,blueprints-page",
                "/api/v1/integrations/apple/ade,ade-integrations",
        "/api/v1/integrations/apple/ade/devices,ade-devices-page", "/api/v1/tags,tags",
                "/api/v1/settings/licensing,licensing"
    })
    void givesOtherListsTheKeysOfTheVendorsExample(String path, String example) throws IOException {
        var expected = TenantClient.example(example);
        var answer = client.json(path);

        assertThat(keys(answer)).isEqualTo(keys(expected));
        answer.path("results").forEach(row -> assertThat(keys(row)).isEqualTo(keys(expected.at("/results/0"))));
        answer.path("results").forEach(row -> {
            var mdm = row.path("mdm_device");
            if (mdm.isObject()) {
                assertThat(shape(mdm)).isEqualTo(shape(expected.at("/results/0/mdm_device")));
            }
        });
    }

    @Test
    void givesOneUserOneTokenAndCommandsTheKeysOfTheVendorsExample() throws IOException {
        var id = any(Platform.MAC).deviceId();
        client.send("POST", "/api/v1/devices/" + id + "/action/blankpush", "");
        var user = sim.fleet().users().get(0);

        assertThat(keys(client.json("/api/v1/users/" + user.id()))).isEqualTo(keys(TenantClient.example("user")));
        assertThat(keys(client.json("/api/v1/integrations/apple/ade/"
                        + Tenant.ADE_SERVERS.get(0).id())))
                .isEqualTo(keys(TenantClient.example("ade-integration")));
        assertThat(keys(client.json("/api/v1/devices/" + id + "/commands").at("/commands/results/0")))
                .isEqualTo(keys(TenantClient.example("commands").at("/commands/results/0")));
    }

    private static JsonNode details(SimulatedDevice device) throws IOException {
        return client.json("/api/v1/devices/" + device.deviceId() + "/details");
    }

    private static SimulatedDevice any(Platform platform) {
        return devices(device -> device.platform() == platform).get(0);
    }

    private static List<SimulatedDevice> devices(Predicate<SimulatedDevice> which) {
        return sim.fleet().devices().stream().filter(which).limit(20).toList();
    }

    private static List<String> keys(JsonNode node) {
        var keys = new TreeSet<String>();
        node.fieldNames().forEachRemaining(keys::add);
        return List.copyOf(keys);
    }

    /** Keys with types; what may be null, empty text or an object is left open. */
    private static List<String> shape(JsonNode object) {
        return keys(object).stream()
                .map(key -> key
                        + (object.get(key).isContainerNode()
                                        || object.get(key).isNull()
                                        || object.get(key).isTextual()
                                ? ""
                                : ":" + object.get(key).getNodeType()))
                .toList();
    }
}
