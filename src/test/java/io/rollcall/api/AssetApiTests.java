package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AssetApiTests extends ApiTestBase {

    private static final String PATH = "/api/v1/assets";

    @Test
    void pagesThroughAllAssetsWithoutADuplicate() {
        var name = synced(tenant(250), "");
        var ids = new ArrayList<String>();
        var cursor = "";
        var pages = 0;
        do {
            var page = api().get(PATH + "?connection=" + name + cursor).expect(200);
            ids.addAll(page.each("/assets", "id"));
            cursor = page.json().path("next").isNull() ? "" : "&cursor=" + page.at("/next");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void aLastPageThatIsFullHasNoNext() {
        var name = synced(tenant(100), "");

        var page = api().get(PATH + "?connection=" + name).expect(200);

        assertThat(page.json().path("assets")).hasSize(100);
        assertThat(page.json().path("next").isNull()).isTrue();
    }

    @Test
    void findsByTextTypeStatusConnectionAndSerial() {
        var tenant = tenant(30);
        var device = any(tenant);
        var user = tenant.fleet().devices().stream()
                .flatMap(found -> found.user().stream())
                .findFirst()
                .orElseThrow();
        var name = synced(tenant, "");
        var mine = "&connection=" + name;

        assertThat(found("q=" + device.serial().toLowerCase() + mine)).containsExactly(device.serial());
        assertThat(found("q=" + encoded(device.serial().substring(2, 9)) + mine))
                .contains(device.serial());
        assertThat(found("q=" + encoded(device.name()) + mine)).contains(device.serial());
        assertThat(found("q=" + encoded(user.email()) + mine))
                .containsExactlyInAnyOrderElementsOf(tenant.fleet().devices().stream()
                        .filter(other -> other.user().filter(user::equals).isPresent())
                        .map(SimulatedDevice::serial)
                        .toList());
        assertThat(found("serial=" + device.serial().toLowerCase())).containsExactly(device.serial());
        assertThat(found("serial=" + device.serial() + "&connection=nobody")).isEmpty();
        assertThat(found("status=allocated" + mine)).hasSize(30);
        assertThat(found("status=retired" + mine)).isEmpty();
        var laptops = api().get(PATH + "?type=laptop" + mine).expect(200);
        assertThat(laptops.each("/assets", "type")).isNotEmpty().containsOnly("laptop");
        assertThat(found("type=laptop" + mine)).hasSizeLessThan(30);
        assertThat(found("type=nothing" + mine)).isEmpty();
        assertThat(found("q=%25" + mine)).isEmpty();
    }

    @Test
    void showsAnAssetWithWhatItsSourceSays() {
        var tenant = tenant(1);
        var device = any(tenant);
        var name = synced(tenant, "");
        var inList = api().get(PATH + "?serial=" + device.serial()).json().at("/assets/0");

        var asset = api().get(PATH + "/" + inList.path("id").asText()).expect(200);

        assertThat(asset.at("/serial")).isEqualTo(device.serial());
        assertThat(asset.at("/assetId")).isEqualTo(device.serial());
        assertThat(asset.at("/connection")).isEqualTo(name);
        assertThat(asset.at("/status")).isEqualTo("allocated");
        assertThat(asset.at("/sources/0/connection")).isEqualTo(name);
        assertThat(asset.at("/sources/0/source")).isEqualTo("iru");
        assertThat(asset.at("/sources/0/deviceId")).isEqualTo(device.deviceId());
        assertThat(asset.json().path("details").isArray()).isTrue();
        JsonNode listed = ((ObjectNode) asset.json()).without("details");
        assertThat(listed)
                .as("the same as in the list, but for how things stand with its details")
                .isEqualTo(inList);
    }

    @Test
    void showsItsHistoryTheNewestFirst() {
        var tenant = tenant(1);
        var device = any(tenant);
        var name = synced(tenant, "");
        tenant.fleet().update(device.deviceId(), draft -> draft.name("A new name"));
        var run = syncToItsEnd(name).number("/id");
        var id = api().get(PATH + "?serial=" + device.serial()).at("/assets/0/id");

        var history = api().get(PATH + "/" + id + "/history").expect(200);

        assertThat(history.each("", "kind")).containsExactly("updated", "created");
        assertThat(history.json().get(0).path("run").asLong()).isEqualTo(run);
        assertThat(history.each("", "connection")).containsOnly(name);
        var changes = StreamSupport.stream(history.json().get(0).path("changes").spliterator(), false)
                .filter(change -> change.path("new").asText().equals("A new name"))
                .toList();
        assertThat(changes)
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.path("old").asText()).isEqualTo(device.name()));
    }

    private List<String> found(String query) {
        return api().get(PATH + "?" + query).expect(200).each("/assets", "serial");
    }

    private static SimulatedDevice any(SimulatedIru tenant) {
        return tenant.fleet().devices().get(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
