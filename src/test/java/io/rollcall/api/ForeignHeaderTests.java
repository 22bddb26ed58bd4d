package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Camel would take an order from (CVE-2025-27636 and its family) is an order from nobody. */
class ForeignHeaderTests extends ApiTestBase {

    private static final List<String> NAMES = List.of(
            "CamelHttpUri",
            "camelHttpUri",
            "CAMELHTTPURI",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpMethod",
            "CamelHttpBaseUri",
            "CamelRestHttpUri",
            "CamelBeanMethodName",
            "CAMELBeanMethodName",
            "CamelFileName",
            "CamelToEndpoint",
            "X-Foreign");

    @Test
    void S26_ordersToCamelInHeadersAndQueryChangeNothing() {
        var elsewhere = tenant(1);
        var tenant = tenant(3);
        var name = name();
        var client = api().with(headers(elsewhere.baseUrl() + "/api/v1/devices"));
        var query = "?" + String.join("=http://127.0.0.1:1/&", NAMES) + "=http://127.0.0.1:1/";
        tenant.faults()
                .on("/api/v1/devices/" + tenant.fleet().ids().get(2) + "/details")
                .times(2)
                .answer(Fault.status(500));

        client.post(
                        "/api/v1/connections" + query,
                        connection(name, tenant.baseUrl(), ",'policy':{'details':{'mode':'always'}}"))
                .expect(201);
        assertThat(client.post("/api/v1/connections/" + name + "/test" + query)
                        .expect(200)
                        .json()
                        .path("passed")
                        .asBoolean())
                .isTrue();
        client.post("/api/v1/connections/" + name + "/enable" + query).expect(200);
        assertThat(finished(firstRun(name)).at("/state")).isEqualTo("succeeded");
        var run = client.post("/api/v1/connections/" + name + "/sync" + query).expect(202);
        assertThat(finished(run.number("/runId")).at("/state")).isEqualTo("succeeded");
        client.post("/api/v1/dead-letters/replay" + query + "&connection=" + name)
                .expect(202);
        client.get("/api/v1/assets" + query).expect(200);
        client.get("/api/v1/runs" + query).expect(200);
        client.patch("/api/v1/connections/" + name + query, "{'policy':{'page-size':2}}")
                .expect(200);
        client.post("/api/v1/runs/" + run.number("/runId") + "/resume" + query).expectProblem(409);
        await(name);

        assertThat(elsewhere.requests().total()).isZero();
        assertOnlyOurRequests(tenant);
    }

    @Test
    void S26_ordersToCamelInBodiesAreUnknownKeys() {
        var name = name();

        var refused = api().post(
                        "/api/v1/connections",
                        connection(name, "https://acme.api.kandji.io", ",'CamelHttpUri':'http://127.0.0.1:1/'"))
                .expectProblem(400);

        assertThat(refused.each("/problems", "path")).containsExactly("CamelHttpUri");
    }

    @Test
    void S26_ordersToCamelInTheTenantsAnswersChangeNothing() throws Exception {
        var elsewhere = tenant(1);
        var tenant = tenant(2);
        var order = elsewhere.baseUrl() + "/api/v1/devices";
        var device = (ObjectNode) row(tenant).deepCopy();
        device.put("device_id", "11111111-2222-4333-8444-555555555555");
        device.put("serial_number", "ORDERS0001");
        NAMES.forEach(key -> device.put(key, order));
        device.put("device_name", "${header.CamelHttpUri} ${bean:runs?method=isIdle}");
        tenant.fleet().addRaw(device.toString(), device.toString());
        var fault = Fault.meanwhile(() -> {});
        for (var key : NAMES) {
            fault = fault.header(key, order);
        }
        tenant.faults().on("/api/v1/**").always().answer(fault);

        var name = synced(tenant, ",'policy':{'details':{'mode':'always'},'page-size':2}");

        assertThat(finished(firstRun(name)).number("/counts/created")).isEqualTo(3);
        assertThat(api().get("/api/v1/assets?serial=ORDERS0001").at("/assets/0/name"))
                .isEqualTo("${header.CamelHttpUri} ${bean:runs?method=isIdle}");
        assertThat(elsewhere.requests().total()).isZero();
        assertOnlyOurRequests(tenant);
    }

    private void await(String connection) {
        var runs = api().get("/api/v1/runs?connection=" + connection).each("", "id");
        runs.forEach(run -> finished(Long.parseLong(run)));
    }

    private static void assertOnlyOurRequests(SimulatedIru tenant) {
        assertThat(tenant.requests().all()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).matches("/api/v1/(users|devices(/[0-9a-f-]{36}/details)?)");
            assertThat(request.target()).doesNotContainIgnoringCase("camel");
            assertThat(request.headers().keySet())
                    .isSubsetOf("accept", "accept-encoding", "connection", "host", "user-agent");
            assertThat(request.headers())
                    .containsEntry("host", URI.create(tenant.baseUrl()).getAuthority());
            assertThat(request.token()).contains("rollcall");
            assertThat(request.body()).isEmpty();
        });
    }

    private static String[] headers(String value) {
        var headers = new String[2 + 2 * NAMES.size()];
        headers[0] = "Authorization";
        headers[1] = "Bearer " + TOKEN;
        for (var i = 0; i < NAMES.size(); i++) {
            headers[2 + 2 * i] = NAMES.get(i);
            headers[3 + 2 * i] = value;
        }
        return headers;
    }

    private static com.fasterxml.jackson.databind.JsonNode row(SimulatedIru tenant)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(tenant.baseUrl() + "/api/v1/devices?limit=1"))
                .header("Authorization", "Bearer tenant-token")
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        tenant.requests().clear();
        return new ObjectMapper().readTree(answer.body()).get(0);
    }
}
