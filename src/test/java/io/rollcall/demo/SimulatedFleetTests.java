package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.demo.FleetChange.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedFleetTests {

    @Test
    void makesTheSameBytesFromTheSameSeedAndOthersFromAnother() throws IOException {
        assertThat(everything(42)).isEqualTo(everything(42)).isNotEqualTo(everything(43));
    }

    @Test
    void answersASecondReadOfAnUnchangedFleetByteForByte() throws IOException {
        try (var sim = start(400)) {
            assertThat(dump(sim)).isEqualTo(dump(sim));
        }
    }

    @Test
    void hasOneOfEachInTheSmallestFleet() {
        try (var sim = start(7)) {
            var platforms = sim.fleet().devices().stream()
                    .map(SimulatedDevice::platform)
                    .toList();
            assertThat(platforms).contains(Platform.values());
            assertThat(sim.fleet().devices().get(0).model().portable()).isTrue();
            assertThat(sim.fleet().devices().get(1).model().portable()).isFalse();
        }
        try (var none = start(0)) {
            assertThat(none.truth()).isEmpty();
            assertThat(none.fleet().users()).isEmpty();
        }
    }

    @Test
    void assignsMostDevicesToFewerPeopleSomeOfWhomHaveTwo() {
        try (var sim = start(5000)) {
            var perUser = sim.fleet().devices().stream()
                    .flatMap(device -> device.user().stream())
                    .collect(Collectors.groupingBy(SimulatedUser::id, Collectors.counting()));
            var assigned = perUser.values().stream().mapToLong(Long::longValue).sum();

            assertThat(assigned).isBetween(4100L, 4400L);
            assertThat(sim.fleet().users()).hasSize(3500);
            assertThat(perUser.values()).contains(2L).allMatch(devices -> devices <= 2);
            assertThat(sim.fleet().users().stream().map(SimulatedUser::email))
                    .doesNotHaveDuplicates()
                    .allMatch(email -> email.matches("[a-z]+\\.[a-z]+\\d*@acme\\.example"));
        }
    }

    @Test
    void hasOddDevicesOnlyWhereWanted() {
        try (var odd = start(1000);
                var clean = SimulatedIru.builder().devices(1000).odd(false).start()) {
            var serials = serials(odd);
            assertThat(serials).contains("", FleetGenerator.PLACEHOLDER_SERIAL);
            assertThat(new HashSet<>(serials)).hasSizeLessThan(serials.size() - 2);
            assertThat(models(odd)).contains("Virtual Machine", Catalogue.UNKNOWN.marketingName());

            assertThat(serials(clean)).doesNotHaveDuplicates().allMatch(serial -> serial.matches("[0-9A-Z]{10}"));
            assertThat(models(clean)).doesNotContain("Virtual Machine", Catalogue.UNKNOWN.marketingName());
        }
    }

    @Test
    void givesEachIdentifierOneMarketingName() {
        var names = new HashMap<String, String>();
        Catalogue.ALL.stream()
                .filter(model -> !model.identifier().isEmpty())
                .forEach(model -> assertThat(names.put(model.identifier(), model.marketingName()))
                        .as(model.identifier())
                        .isNull());
        var identifiers = Catalogue.ALL.stream()
                .collect(Collectors.groupingBy(DeviceModel::marketingName, Collectors.counting()));
        assertThat(identifiers).containsEntry("MacBook Pro (14-inch, 2021)", 2L);
    }

    @Test
    void knowsWhatAnInventoryShouldHold() throws IOException {
        try (var sim = start(330)) {
            var rows = TenantClient.of(sim).allDevices().stream()
                    .collect(Collectors.toMap(row -> row.get("device_id").asText(), Function.identity()));
            assertThat(sim.truth()).hasSize(330).allSatisfy(expected -> {
                var row = rows.get(expected.deviceId());
                assertThat(expected.serial()).isEqualTo(row.get("serial_number").asText());
                assertThat(expected.name()).isEqualTo(row.get("device_name").asText());
                assertThat(expected.model()).isEqualTo(row.get("model").asText());
                assertThat(expected.userEmail()).isEqualTo(row.at("/user/email").asText(""));
                assertThat(expected.assetTag()).isEqualTo(row.get("asset_tag").asText());
                assertThat(expected.osVersion()).isEqualTo(row.get("os_version").asText());
            });
        }
    }

    @Test
    void changesALittleAndOnlyThat() throws IOException {
        try (var sim = start(300)) {
            var before = rows(sim);
            var changes = sim.fleet().change(40);
            var after = rows(sim);

            var touched = changes.stream().map(FleetChange::deviceId).collect(Collectors.toSet());
            assertThat(changes).hasSize(40).extracting(FleetChange::kind).contains(Kind.RENAMED, Kind.USER_CHANGED);
            before.forEach((id, row) -> {
                if (!touched.contains(id)) {
                    assertThat(after.get(id)).isEqualTo(row);
                }
            });
            changes.stream()
                    .filter(change -> change.kind() == Kind.REMOVED)
                    .forEach(change -> assertThat(after).doesNotContainKey(change.deviceId()));
            assertThat(after).isNotEqualTo(before);
        }
    }

    @Test
    void makesTheSameChangesFromTheSameSeed() {
        try (var one = start(100);
                var other = start(100)) {
            assertThat(one.fleet().change(30)).isEqualTo(other.fleet().change(30));
        }
    }

    @Test
    void showsAnUpdateInListAndDetailsAtOnce() throws IOException {
        try (var sim = start(10)) {
            var client = TenantClient.of(sim);
            var id = sim.fleet().ids().get(0);
            client.json("/api/v1/devices/" + id + "/details");
            sim.fleet()
                    .update(
                            id,
                            draft -> draft.name("Renamed").os("99.1", "99A1").serial("NEWSERIAL1"));

            assertThat(client.json("/api/v1/devices/" + id).get("device_name").asText())
                    .isEqualTo("Renamed");
            var details = client.json("/api/v1/devices/" + id + "/details");
            assertThat(details.at("/general/system_version").asText()).isEqualTo("99.1 (99A1)");
            assertThat(details.at("/hardware_overview/serial_number").asText()).isEqualTo("NEWSERIAL1");
            assertThatThrownBy(() -> sim.fleet().update("unknown", draft -> {})).hasMessageContaining("unknown");
        }
    }

    @Test
    void keepsTheIdWhenADeviceIsWipedAndEnrolledAgain() throws IOException {
        try (var sim = start(10)) {
            var before = sim.fleet().devices().get(0);
            sim.fleet().update(before.deviceId(), draft -> draft.reEnrolled(SimulatedIru.AS_OF));

            var row = TenantClient.of(sim).json("/api/v1/devices/" + before.deviceId());
            assertThat(row.get("last_enrollment").asText()).isEqualTo("2026-01-15 08:00:00.000000+00:00");
            assertThat(row.get("serial_number").asText()).isEqualTo(before.serial());
            assertThat(row.get("user").asText("?")).isEmpty();
        }
    }

    @Test
    void marksTheDevicesOfAnArchivedUser() throws IOException {
        try (var sim = start(10)) {
            var device = sim.fleet().devices().get(0);
            var user = device.user().orElseThrow();
            sim.fleet().archiveUser(user.id());

            var client = TenantClient.of(sim);
            assertThat(client.json("/api/v1/devices/" + device.deviceId())
                            .at("/user/is_archived")
                            .asBoolean())
                    .isTrue();
            assertThat(client.json("/api/v1/users?archived=true").get("results"))
                    .hasSize(1);
        }
    }

    @Test
    void servesRecordedAnswersAsTheyAre() throws IOException {
        try (var sim = start(0)) {
            var details = TenantClient.resource("recordings/device-details.json");
            var id = sim.fleet().addRaw(TenantClient.resource("recordings/devices-page-1.json"), details);

            var client = TenantClient.of(sim);
            assertThat(client.get("/api/v1/devices/" + id + "/details").body()).isEqualTo(details);
            assertThat(client.json("/api/v1/devices"))
                    .isEqualTo(TenantClient.JSON.readTree(TenantClient.resource("recordings/devices-page-1.json")));
            assertThat(sim.truth())
                    .containsExactly(new ExpectedDevice(
                            id,
                            "[REDACTED]",
                            "RickandMorty-MBP",
                            "Mac",
                            "MacBook Air (Retina, 13-inch, 2020)",
                            "MacBookAir9,1",
                            "12.0.1",
                            "adam.williams@jupiterone.dev",
                            ""));
        }
    }

    @Test
    void servesAnyDetailsAndRefusesARowWithoutId() throws IOException {
        try (var sim = start(0)) {
            var deep = "[".repeat(10_000) + "]".repeat(10_000);
            sim.fleet().addRaw("{\"device_id\":\"x\",\"serial_number\":\"A\\u0000B\"}", deep);

            assertThat(TenantClient.of(sim).get("/api/v1/devices/x/details").body())
                    .isEqualTo(deep);
            assertThat(TenantClient.of(sim).get("/api/v1/devices").body()).contains("A\\u0000B");
            assertThatThrownBy(() -> sim.fleet().addRaw("{}", "{}")).hasMessageContaining("device_id");
            assertThatThrownBy(() -> sim.fleet().addRaw("{", "{}")).hasMessageContaining("has to be JSON");
        }
    }

    @Test
    void driftsOnlyWhereAskedTo() throws IOException {
        var clock = new SettableClock();
        try (var still = SimulatedIru.builder()
                        .devices(5)
                        .clock(clock)
                        .token("all", TenantClient.TOKEN)
                        .start();
                var drifting = SimulatedIru.builder()
                        .devices(5)
                        .clock(clock)
                        .drift(true)
                        .token("all", TenantClient.TOKEN)
                        .start()) {
            var before = TenantClient.of(still).get("/api/v1/devices").body();
            assertThat(TenantClient.of(drifting).get("/api/v1/devices").body()).isEqualTo(before);
            clock.advance(Duration.ofMinutes(16));
            assertThat(TenantClient.of(still).get("/api/v1/devices").body()).isEqualTo(before);
            assertThat(TenantClient.of(drifting).get("/api/v1/devices").body()).isNotEqualTo(before);
        }
    }

    @Test
    void staysConsistentWhileManyReadAndChangeIt() {
        try (var sim = start(500)) {
            var client = TenantClient.of(sim);
            var problems = new ConcurrentLinkedQueue<String>();
            IntStream.range(0, 200).parallel().forEach(i -> {
                try {
                    if (i % 4 == 0) {
                        sim.fleet().change(5);
                    } else {
                        var page = client.json("/api/v1/devices?ordering=device_id&limit=300");
                        var ids = page.findValuesAsText("device_id");
                        if (new HashSet<>(ids).size() != ids.size()
                                || !ids.equals(ids.stream().sorted().toList())) {
                            problems.add("page " + i);
                        }
                    }
                } catch (IOException | RuntimeException | AssertionError e) {
                    problems.add(e.toString());
                }
            });
            assertThat(problems).isEmpty();
            assertThat(sim.fleet().ids()).hasSize(sim.fleet().size()).doesNotHaveDuplicates();
        }
    }

    private static SimulatedIru start(int devices) {
        return SimulatedIru.builder()
                .devices(devices)
                .token("all", TenantClient.TOKEN)
                .start();
    }

    private static Map<String, String> everything(long seed) throws IOException {
        try (var sim = SimulatedIru.builder()
                .seed(seed)
                .devices(120)
                .token("all", TenantClient.TOKEN)
                .start()) {
            return dump(sim);
        }
    }

    /** Path → body of the list, every device's details and the first users; addresses differ by the port only. */
    private static Map<String, String> dump(SimulatedIru sim) throws IOException {
        var client = TenantClient.of(sim);
        var bodies = new HashMap<String, String>();
        for (var path : List.of("/api/v1/devices", "/api/v1/users", "/api/v1/integrations/apple/ade/devices")) {
            bodies.put(path, client.get(path).body().replace(sim.baseUrl(), ""));
        }
        for (var id : sim.fleet().ids()) {
            bodies.put(id, client.get("/api/v1/devices/" + id + "/details").body());
        }
        return bodies;
    }

    private static Map<String, String> rows(SimulatedIru sim) throws IOException {
        return TenantClient.of(sim).allDevices().stream()
                .collect(Collectors.toMap(row -> row.get("device_id").asText(), Object::toString));
    }

    private static List<String> serials(SimulatedIru sim) {
        return sim.truth().stream().map(ExpectedDevice::serial).toList();
    }

    private static List<String> models(SimulatedIru sim) {
        return sim.truth().stream().map(ExpectedDevice::model).toList();
    }
}
