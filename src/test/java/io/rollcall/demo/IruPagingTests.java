package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IruPagingTests {

    private static SimulatedIru sim;
    private static TenantClient client;

    @BeforeAll
    static void start() {
        sim = SimulatedIru.builder()
                .devices(700)
                .linkUrl("https://acme.kandji.io")
                .token("all", TenantClient.TOKEN)
                .start();
        client = TenantClient.of(sim);
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @Test
    void pagesDevicesAsBareArraysOfAtMost300() throws IOException {
        assertThat(client.json("/api/v1/devices")).hasSize(300);
        assertThat(client.json("/api/v1/devices?limit=5000")).hasSize(300);
        assertThat(client.json("/api/v1/devices/?limit=7&offset=2&source=test")).hasSize(7);
        assertThat(client.json("/api/v1/devices?limit=300&offset=600")).hasSize(100);
    }

    @Test
    void walksEveryDeviceOnceInTheOrderOfIds() throws IOException {
        var ids = client.allDevices().stream()
                .map(row -> row.get("device_id").asText())
                .toList();

        assertThat(ids).hasSize(700).isSorted().doesNotHaveDuplicates();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(sim.fleet().ids());
    }

    @Test
    void countsInHeadersAndSaysNoneForLinks() throws IOException {
        var first = client.get("/api/v1/devices?limit=100").headers();
        assertThat(first.firstValue("x-total-count")).hasValue("700");
        assertThat(first.firstValue("x-total-pages")).hasValue("7");
        assertThat(first.firstValue("link")).hasValue("<None>; rel=\"next\", <None>; rel=\"prev\"");

        var past = client.get("/api/v1/devices?limit=100&offset=700");
        assertThat(past.body()).isEqualTo("[]");
        assertThat(past.headers().firstValue("link").orElseThrow())
                .isEqualTo("<None>; rel=\"next\", <" + sim.baseUrl()
                        + "/api/v1/devices?limit=100&offset=600>; rel=\"prev\"");
    }

    @Test
    void ordersByAnyKeyAndBackwards() throws IOException {
        var names = column(client.json("/api/v1/devices?ordering=device_name"), "device_name");
        assertThat(names).isSorted();
        var backwards = column(client.json("/api/v1/devices?ordering=-platform,serial_number"), "platform");
        assertThat(backwards.get(0)).isEqualTo("iPhone");
        assertThat(column(client.json("/api/v1/devices?ordering=-device_id"), "device_id"))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void followsAChangeInAnOrderThatItMattersTo() throws IOException {
        client.json("/api/v1/devices?ordering=device_name&limit=1");
        var device = sim.fleet().update(sim.fleet().ids().get(5), draft -> draft.name("  first of all"));

        assertThat(column(client.json("/api/v1/devices?ordering=device_name&limit=1"), "device_id"))
                .containsExactly(device.deviceId());
    }

    @Test
    void filtersByPartOfTheSerialNumberInAnyCaseAndByPlatform() throws IOException {
        var serial = sim.fleet().devices().get(3).serial();
        assertThat(column(
                        client.json("/api/v1/devices?serial_number="
                                + serial.toLowerCase().substring(1)),
                        "serial_number"))
                .containsExactly(serial);
        assertThat(column(client.json("/api/v1/devices?platform=appletv"), "platform"))
                .isNotEmpty()
                .containsOnly("AppleTV");
        var user = sim.fleet().devices().get(0).user().orElseThrow();
        assertThat(client.json("/api/v1/devices?user_id=" + user.id()))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.at("/user/id").asText()).isEqualTo(user.id()));
        assertThat(client.json("/api/v1/devices?device_id=none")).isEmpty();
    }

    @Test
    void pagesUsersByCursorForwardsAndBack() throws IOException {
        var pages = new ArrayList<JsonNode>();
        var next = "/api/v1/users";
        while (!next.isEmpty()) {
            var page = client.json(next);
            pages.add(page);
            next = pathOf(page.get("next"));
        }
        var emails = pages.stream()
                .flatMap(page -> column(page.get("results"), "email").stream())
                .toList();

        assertThat(pages.get(0).get("results")).hasSize(25);
        assertThat(pages.get(0).has("count")).isFalse();
        assertThat(pages.get(0).get("next").asText()).startsWith("https://acme.kandji.io/api/v1/users?cursor=");
        assertThat(emails).hasSize(sim.fleet().users().size()).doesNotHaveDuplicates();
        for (var page = pages.size() - 1; page > 0; page--) {
            assertThat(client.json(pathOf(pages.get(page).get("previous")))).isEqualTo(pages.get(page - 1));
        }
        assertThat(client.json("/api/v1/users?sizePerPage=300").get("results")).hasSize(300);
        assertThat(client.json("/api/v1/users?email=" + emails.get(3)).get("results"))
                .hasSize(1);
    }

    @Test
    void pagesAdeDevicesByNumberWithSomeThatNeverEnrolled() throws IOException {
        var rows = new ArrayList<JsonNode>();
        var next = "/api/v1/integrations/apple/ade/devices";
        while (!next.isEmpty()) {
            var page = client.json(next);
            page.get("results").forEach(rows::add);
            next = pathOf(page.get("next"));
        }

        assertThat(rows)
                .hasSizeGreaterThan(300)
                .anySatisfy(row -> assertThat(row.get("mdm_device").isNull()).isTrue());
        assertThat(client.json("/api/v1/integrations/apple/ade/devices")
                        .get("count")
                        .asInt())
                .isEqualTo(rows.size());
        var ofOne = client.json(
                "/api/v1/integrations/apple/ade/" + Tenant.ADE_SERVERS.get(0).id() + "/devices");
        var ofOther = client.json(
                "/api/v1/integrations/apple/ade/" + Tenant.ADE_SERVERS.get(1).id() + "/devices");
        assertThat(ofOne.get("count").asInt() + ofOther.get("count").asInt()).isEqualTo(rows.size());
        var broken = client.json(
                "/api/v1/integrations/apple/ade/" + Tenant.ADE_SERVERS.get(2).id());
        assertThat(broken.get("status").asText()).isEqualTo("BROKEN");
        assertThat(broken.get("device_counts").toString()).isEqualTo("{\"total\":0}");
        assertThat(client.get("/api/v1/integrations/apple/ade/devices?dep_account=x")
                        .body())
                .isEqualTo("{\"dep_account\":[\"Enter a valid UUID.\"]}");
    }

    private static List<String> column(JsonNode rows, String key) {
        var values = new ArrayList<String>();
        rows.forEach(row -> values.add(row.get(key).asText()));
        return values;
    }

    /** As a careful client does: the host of a link is never followed. */
    private static String pathOf(JsonNode link) {
        return link.isNull() ? "" : link.asText().replaceFirst("^https?://[^/]+", "");
    }
}
