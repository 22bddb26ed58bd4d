package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PATCH, actions, commands, secrets. */
class IruWriteTests {

    private final SettableClock clock = new SettableClock();
    private SimulatedIru sim;
    private TenantClient client;
    private SimulatedDevice mac;
    private String path;

    @BeforeEach
    void start() {
        sim = SimulatedIru.builder()
                .clock(clock)
                .staleAfterWrite(Duration.ofSeconds(4))
                .token("all", TenantClient.TOKEN)
                .start();
        client = TenantClient.of(sim);
        mac = sim.fleet().devices().get(0);
        path = "/api/v1/devices/" + mac.deviceId();
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void setsAndClearsUserAndAssetTagAndRepliesWithTheDevice() throws IOException {
        var user = sim.fleet().users().get(7);
        var set =
                client.send("PATCH", path, "{\"user\":\"" + user.id() + "\",\"asset_tag\":\"1040\",\"tags\":[\"x\"]}");
        var row = TenantClient.JSON.readTree(set.body());
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(row.at("/user/email").asText()).isEqualTo(user.email());
        assertThat(row.get("asset_tag").asText()).isEqualTo("1040");
        assertThat(row.get("tags").toString()).isEqualTo("[\"x\"]");

        var cleared = client.send("PATCH", path + "/", "{\"user\":null,\"asset_tag\":null}");
        row = TenantClient.JSON.readTree(cleared.body());
        assertThat(row.get("user").asText("?")).isEmpty();
        assertThat(row.get("asset_tag").asText("?")).isEmpty();
        assertThat(row.get("tags").toString()).isEqualTo("[\"x\"]");
        assertThat(sim.fleet().device(mac.deviceId()).orElseThrow().user()).isEmpty();
    }

    @Test
    void showsReadersTheOldDeviceForAWhile() throws IOException {
        client.send("PATCH", path, "{\"asset_tag\":\"NEW\"}");

        assertThat(client.json(path).get("asset_tag").asText()).isEqualTo(mac.assetTag());
        assertThat(client.json(path + "/details").at("/general/asset_tag").asText())
                .isEqualTo(mac.assetTag());
        clock.advance(Duration.ofSeconds(4));
        assertThat(client.json(path).get("asset_tag").asText()).isEqualTo("NEW");
        assertThat(client.json(path + "/details").at("/general/asset_tag").asText())
                .isEqualTo("NEW");
    }

    @Test
    void refusesEmptyTextUnknownUsersAndBrokenJson() throws IOException {
        assertThat(client.send("PATCH", path, "{\"asset_tag\":\"\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.send("PATCH", path, "{\"user\":\"\"}").statusCode()).isEqualTo(400);
        assertThat(client.send("PATCH", path, "{\"user\":\"nobody\"}").body())
                .isEqualTo("{\"user\":[\"User not found.\"]}");
        assertThat(client.send("PATCH", path, "{\"blueprint_id\":null}").statusCode())
                .isEqualTo(400);
        assertThat(client.send("PATCH", path, "{\"asset_tag\"").body()).contains("JSON parse error");
        assertThat(client.send("PATCH", "/api/v1/devices/unknown", "{}").statusCode())
                .isEqualTo(404);
        assertThat(sim.fleet().device(mac.deviceId())).isEqualTo(Optional.of(mac));
    }

    @Test
    void locksAMacOnceWithAPinThatTheSecretRepeats() throws IOException {
        var locked = client.send("POST", path + "/action/lock", "{\"Message\":\"x\"}");
        var pin = TenantClient.JSON.readTree(locked.body()).get("PIN").asText();

        assertThat(pin).matches("\\d{6}");
        assertThat(client.json(path + "/secrets/unlockpin").get("pin").asText()).isEqualTo(pin);
        var again = client.send("POST", path + "/action/lock", "");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).isEqualTo("\"This device is already locked.\"");
    }

    @Test
    void answersOtherActionsWithAnEmptyBodyAndListsThemAsCommands() throws IOException {
        var restarted = client.send("POST", path + "/action/restart", "{}");

        assertThat(restarted.statusCode()).isEqualTo(200);
        assertThat(restarted.body()).isEmpty();
        var command = client.json(path + "/commands").at("/commands/results/0");
        assertThat(command.get("command_type").asText()).isEqualTo("RestartDevice");
        assertThat(command.get("status").asInt()).isEqualTo(3);
        assertThat(sim.requests().matching("POST /api/v1/devices/*/action/*")).hasSize(1);
    }

    @Test
    void keepsCommandsPendingWhileDevicesDoNotAnswer() throws IOException {
        sim.devicesAnswer(false);
        client.send("POST", path + "/action/erase", "{\"PIN\":\"123456\"}");

        assertThat(client.json(path + "/commands")
                        .at("/commands/results/0/status")
                        .asInt())
                .isEqualTo(1);
        var again = client.send("POST", path + "/action/erase", "{\"PIN\":\"123456\"}");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).isEqualTo("\"Command already running\"");
    }

    @Test
    void refusesActionsOfOtherPlatformsAndUnknownOnes() throws IOException {
        var phone = sim.fleet().devices().stream()
                .filter(device -> device.platform() == Platform.IPHONE)
                .findFirst()
                .orElseThrow();
        var wrong = client.send("POST", "/api/v1/devices/" + phone.deviceId() + "/action/unlockaccount", "{}");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).isEqualTo("\"Command is not allowed for current device\"");
        assertThat(client.send("POST", path + "/action/dance", "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesSecretsOnlyWhereADeviceHasThem() throws IOException {
        var android = sim.fleet().devices().stream()
                .filter(device -> device.platform() == Platform.ANDROID)
                .findFirst()
                .orElseThrow();

        assertThat(client.json(path + "/secrets/recoverypassword")
                        .get("recovery_password")
                        .asText())
                .matches("[0-9A-Z]{5}-[0-9A-Z]{5}(-[0-9A-Z]{4}){4}");
        assertThat(client.json(path + "/secrets/unlockpin").get("pin").isNull()).isTrue();
        assertThat(client.json("/api/v1/devices/" + android.deviceId() + "/secrets/filevaultkey")
                        .get("key")
                        .isNull())
                .isTrue();
        assertThat(client.json(path + "/secrets/bypasscode").has("device_based_albc"))
                .isTrue();
    }

    @Test
    void deletesADevice() throws IOException {
        assertThat(client.send("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(client.get(path).statusCode()).isEqualTo(404);
        assertThat(sim.fleet().ids()).doesNotContain(mac.deviceId());
    }
}
