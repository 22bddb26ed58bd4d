package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.JamfFleet.Kind;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PATCH of the simulated Jamf Pro server's devices, and its list of users. */
class JamfWriteTests {

    private static final String COMPUTER = "computers-inventory-detail/101";
    private static final String MOBILE = "/api/v2/mobile-devices/101";

    private final SettableClock clock = new SettableClock();
    private SimulatedJamf sim;
    private TenantClient client;

    @BeforeEach
    void start() throws IOException {
        sim = SimulatedJamf.builder()
                .computers(1)
                .mobiles(1)
                .odd(false)
                .clock(clock)
                .staleAfterWrite(Duration.ofMinutes(1))
                .client("client", "secret")
                .start();
        sim.fleet().addUser("ada", "Ada Abbott", "ada@example.com");
        var signIn = new TenantClient(sim.baseUrl(), "none");
        var answer = signIn.send(signIn.request("/api/v1/oauth/token")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=client&client_secret=secret"))
                .build());
        client = new TenantClient(
                sim.baseUrl(),
                TenantClient.JSON.readTree(answer.body()).path("access_token").asText());
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private String at(Kind kind, String pointer) {
        return sim.fleet().record(kind, 101).orElseThrow().at(pointer).asText("");
    }

    @Test
    void theFirstVersionAnswersWithTheComputerAndLaterOnesWithNothing() throws IOException {
        var first = client.send("PATCH", "/api/v1/" + COMPUTER, "{\"general\":{\"assetTag\":\"A-1\"}}");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(TenantClient.JSON
                        .readTree(first.body())
                        .at("/general/assetTag")
                        .asText())
                .isEqualTo("A-1");

        var fourth = client.send("PATCH", "/api/v4/" + COMPUTER, "{\"general\":{\"assetTag\":\"\"}}");
        assertThat(fourth.statusCode()).isEqualTo(204);
        assertThat(fourth.body()).isEmpty();
        assertThat(at(Kind.COMPUTER, "/general/assetTag")).isEmpty();
    }

    @Test
    void aComputersUserNameLeavesTheUsersOtherPropertiesAsTheyAre() throws IOException {
        var before = at(Kind.COMPUTER, "/userAndLocation/email");
        client.send("PATCH", "/api/v1/" + COMPUTER, "{\"userAndLocation\":{\"username\":\"ada\"}}");

        assertThat(at(Kind.COMPUTER, "/userAndLocation/username")).isEqualTo("ada");
        assertThat(at(Kind.COMPUTER, "/userAndLocation/email")).isEqualTo(before);
    }

    @Test
    void aMobileDevicesUserNameFillsInTheUserAndMakesOneThatIsUnknown() throws IOException {
        client.send("PATCH", MOBILE, "{\"location\":{\"username\":\"ada\"}}");
        assertThat(at(Kind.MOBILE_DEVICE, "/userAndLocation/emailAddress")).isEqualTo("ada@example.com");

        client.send("PATCH", MOBILE, "{\"location\":{\"username\":\"eve\"}}");
        assertThat(client.json("/api/v1/users?filter=username%3D%3D%22eve%22")
                        .path("totalCount")
                        .asInt())
                .isEqualTo(1);

        var cleared = client.send("PATCH", MOBILE, "{\"location\":{\"username\":\"\"}}");
        assertThat(TenantClient.JSON
                        .readTree(cleared.body())
                        .at("/location/username")
                        .asText("?"))
                .isEmpty();
        assertThat(at(Kind.MOBILE_DEVICE, "/userAndLocation/realName")).isEmpty();
    }

    @Test
    void readersSeeTheOldDeviceForAWhile() throws IOException {
        client.send("PATCH", MOBILE, "{\"assetTag\":\"A-1\"}");
        assertThat(client.json(MOBILE + "/detail").path("assetTag").asText()).isNotEqualTo("A-1");

        clock.advance(Duration.ofMinutes(1));
        assertThat(client.json(MOBILE + "/detail").path("assetTag").asText()).isEqualTo("A-1");
    }

    @Test
    void refusesWithoutThePrivilegeAndWhatIsNotThere() throws IOException {
        assertThat(client.send("PATCH", "/api/v1/computers-inventory-detail/2147483647", "{}")
                        .statusCode())
                .isEqualTo(404);
        sim.grant("client", JamfPrivilege.READ_COMPUTERS);
        assertThat(client.send("PATCH", MOBILE, "{}").statusCode()).isEqualTo(403);
        assertThat(client.send("PATCH", "/api/v1/" + COMPUTER, "{}").statusCode())
                .isEqualTo(403);
    }
}
