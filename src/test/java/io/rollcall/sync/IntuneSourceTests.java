package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.sync.ScriptedApi.Call;
import io.rollcall.sync.ScriptedApi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** X7: Microsoft Intune, a source without code, against a server made from the examples in Microsoft's documentation. */
class IntuneSourceTests extends FileSourceTest {

    private static final String LIST = "/v1.0/deviceManagement/managedDevices";
    private static final String TENANT = "7c1a2f0e-3f5d-4a9c-8f62-0d6a3c1be111";
    private static final String SIGN_IN = "/" + TENANT + "/oauth2/v2.0/token";
    private static final String SECRET = "intune-client-secret-6tH8Q";
    private static final String PAGES_OF_TWO = "{\"page-size\": 2, " + NO_LIMITS + "}";
    private static final String LIST_ALONE =
            "{\"page-size\": 2, \"details\": {\"mode\": \"on-demand\"}, " + NO_LIMITS + "}";

    private final Map<String, ObjectNode> devices = new LinkedHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private ScriptedApi api;

    @BeforeEach
    void startApi() {
        IntStream.range(0, 5).forEach(this::add);
        api = new ScriptedApi(this::answer);
    }

    private void add(int number) {
        ObjectNode device = example("intune/examples/managedDevices.page.json")
                .at("/value/0")
                .deepCopy();
        var id = "705c034c-034c-705c-4c03-5c704c035c7" + number;
        device.put("id", id).put("deviceName", "ADA-" + number).put("serialNumber", "7XK2Q1" + number);
        devices.put(id, device);
    }

    private Reply answer(Call call) {
        if (call.path().equals(SIGN_IN) && call.method().equals("POST")) {
            return signIn(ScriptedApi.decoded(call.content()));
        }
        if (!call.authorization().equals("Bearer SIMULATED-" + tokens.get())) {
            return Reply.status(401);
        }
        if (call.path().equals(LIST)) {
            return Reply.of(page(call));
        }
        var device = devices.get(call.path().replace(LIST + "/", ""));
        return device == null ? Reply.status(404) : Reply.of(record(device, call.parameter("$select")));
    }

    private Reply signIn(Map<String, String> form) {
        var wanted = Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                "a-client",
                "client_secret",
                SECRET,
                "scope",
                api.baseUrl() + "/.default");
        return form.equals(wanted)
                ? Reply.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("token_type", "Bearer")
                        .put("expires_in", 3599)
                        .put("access_token", "SIMULATED-" + tokens.incrementAndGet()))
                : Reply.status(401);
    }

    /** Tokens that lead to the next page have characters that a query has to encode. */
    private ObjectNode page(Call call) {
        var size = Integer.parseInt(call.parameter("$top"));
        var skip = call.parameter("$skiptoken").isEmpty()
                ? 0
                : Integer.parseInt(
                        new String(Base64.getDecoder().decode(call.parameter("$skiptoken")), StandardCharsets.UTF_8)
                                .replaceAll("\\D", ""));
        var answer = JsonNodeFactory.instance.objectNode();
        var value = answer.putArray("value");
        devices.values().stream().skip(skip).limit(size).forEach(value::add);
        if (skip + size < devices.size()) {
            var token =
                    Base64.getEncoder().encodeToString((">>>" + (skip + size) + "?").getBytes(StandardCharsets.UTF_8));
            answer.put(
                    "@odata.nextLink",
                    api.baseUrl() + LIST + "?%24top=" + size + "&%24skiptoken="
                            + token.replace("+", "%2B").replace("=", "%3D").replace("/", "%2F"));
        }
        return answer;
    }

    private static JsonNode record(ObjectNode device, String select) {
        var record = device.deepCopy().put("physicalMemoryInBytes", 17_179_869_184L);
        return select.isEmpty() ? record : record.retain(List.of(select.split(",")));
    }

    @Override
    ScriptedApi api() {
        return api;
    }

    @Override
    String source() {
        return "intune";
    }

    @Override
    Map<String, String> credentials() {
        return Map.of("tenantId", TENANT, "clientId", "a-client", "clientSecret", SECRET);
    }

    @Test
    void X7_firstSyncFollowsTheLinksThroughAllPagesAndTheSecondChangesNothing() {
        var connection = connect(PAGES_OF_TWO);

        var first = lastRun(connection);
        assertThat(first.state()).as(first.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(first.counts().created()).isEqualTo(5);
        assertThat(first.pages()).isEqualTo(3);
        assertThat(column("select serial from device order by 1", String.class))
                .containsExactly("7XK2Q10", "7XK2Q11", "7XK2Q12", "7XK2Q13", "7XK2Q14");
        assertThat(column("select distinct memory from asset", String.class)).containsExactly("16 GB");
        assertThat(stored(connection)).doesNotContain("canary", SECRET, "SIMULATED-");
        assertThat(api.calls("POST", SIGN_IN)).hasSizeBetween(1, 3);

        var before = new HistoryChecker(jdbc).versionsOfRows();
        api.forgetCalls();
        var second = sync(connection);

        assertThat(second.counts().unchanged()).isEqualTo(5);
        assertThat(new HistoryChecker(jdbc).versionsOfRows()).isEqualTo(before);
        assertThat(api.calls()).extracting(Call::path).containsExactly(LIST, LIST, LIST);
    }

    @Test
    void X7_detailsAreOptionalAndOneThatIsGoneIsRemoved() {
        var connection = connect(LIST_ALONE);
        assertThat(api.calls().stream().filter(call -> call.path().startsWith(LIST + "/")))
                .as("only the connection's test looks at a single device")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(column("select memory from asset where memory is not null", String.class))
                .isEmpty();

        var gone = devices.remove("705c034c-034c-705c-4c03-5c704c035c73");
        devices.get("705c034c-034c-705c-4c03-5c704c035c70").put("osVersion", "10.0.26100.1");
        var run = sync(connection);

        assertThat(run.counts().updated()).isEqualTo(1);
        assertThat(run.counts().removed()).isEqualTo(1);
        assertThat(column("select source_id from device where removed_at is not null", String.class))
                .containsExactly(gone.path("id").asText());
    }

    @Test
    void X7_tokenThatIsRefusedIsRenewedAndThePageIsAskedForAgain() {
        var connection = connect(LIST_ALONE);
        tokens.incrementAndGet();
        api.forgetCalls();

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(api.calls().stream().filter(call -> call.status() == 401)).hasSize(1);
        assertThat(api.calls("POST", SIGN_IN)).hasSize(1);
    }

    @Test
    void X7_F1_429WithRetryAfterAsksForTheSamePageOnceMore() {
        var connection = connect(LIST_ALONE);
        api.forgetCalls();
        api.once(call -> !call.parameter("$skiptoken").isEmpty(), Reply.status(429, "Retry-After", "1"));

        assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(api.calls()).extracting(Call::status).containsExactly(200, 429, 200, 200);
        assertThat(api.calls().get(2).query()).isEqualTo(api.calls().get(1).query());
    }

    @Test
    void X7_linkToAnotherServerIsNotFollowed() {
        var connection = connect(LIST_ALONE);
        api.forgetCalls();
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("value").add(devices.values().iterator().next());
        answer.put("@odata.nextLink", api.baseUrl().replace("127.0.0.1", "localhost") + LIST + "?$skiptoken=x");
        api.once(call -> call.path().equals(LIST), Reply.of(answer));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains("leads to another server");
        assertThat(run.counts().removed()).isZero();
        assertThat(api.calls()).hasSize(1);
    }

    @Test
    void X7_errorInPlaceOfAListIsNoEmptyList() {
        var connection = connect(LIST_ALONE);
        api.once(
                call -> call.path().equals(LIST),
                Reply.of(JsonNodeFactory.instance.objectNode().put("error", "x")));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts().unchanged()).isEqualTo(5);
        assertThat(run.counts().removed()).isZero();
    }
}
