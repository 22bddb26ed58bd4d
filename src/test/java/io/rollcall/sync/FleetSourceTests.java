package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.sync.ScriptedApi.Call;
import io.rollcall.sync.ScriptedApi.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** X7: Fleet, a source without code, against a server made from the examples in Fleet's documentation. */
class FleetSourceTests extends FileSourceTest {

    private static final String LIST = "/api/v1/fleet/hosts";
    private static final String PAGES_OF_TWO = "{\"page-size\": 2, " + NO_LIMITS + "}";

    private final Map<Integer, ObjectNode> hosts = new TreeMap<>();
    private ScriptedApi api;

    @BeforeEach
    void startApi() {
        IntStream.rangeClosed(1, 5).forEach(this::add);
        api = new ScriptedApi(this::answer);
    }

    private void add(int id) {
        ObjectNode host =
                example("fleet/examples/hosts.page.json").at("/hosts/0").deepCopy();
        hosts.put(id, host.put("id", id).put("hardware_serial", "FVFXH1AAQ05" + id));
    }

    private Reply answer(Call call) {
        if (!call.authorization().equals("Bearer " + TOKEN)) {
            return Reply.status(401);
        }
        if (call.path().equals(LIST)) {
            assertThat(call.parameter("order_key")).isEqualTo("id");
            var size = Integer.parseInt(call.parameter("per_page"));
            var answer = JsonNodeFactory.instance.objectNode();
            var page = answer.putArray("hosts");
            hosts.values().stream()
                    .skip((long) size * Integer.parseInt(call.parameter("page")))
                    .limit(size)
                    .forEach(page::add);
            return Reply.of(answer);
        }
        var id = Integer.parseInt(call.path().replace(LIST + "/", ""));
        ObjectNode record = example("fleet/examples/host.json").deepCopy();
        record.withObject("/host").put("id", id);
        return hosts.containsKey(id) ? Reply.of(record) : Reply.status(404);
    }

    @Override
    ScriptedApi api() {
        return api;
    }

    @Override
    String source() {
        return "fleet";
    }

    @Override
    Map<String, String> credentials() {
        return Map.of("token", TOKEN);
    }

    @Test
    void X7_firstSyncReadsNumberedPagesToTheEmptyOneAndTheSecondChangesNothing() {
        var connection = connect(PAGES_OF_TWO);

        var first = lastRun(connection);
        assertThat(first.state()).as(first.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(first.counts().created()).isEqualTo(5);
        assertThat(api.calls("GET", LIST).stream()
                        .filter(call -> call.parameter("per_page").equals("2")))
                .extracting(call -> call.parameter("page"))
                .containsExactly("0", "1", "2", "3");
        assertThat(stored(connection)).doesNotContain("canary", TOKEN);

        hosts.values()
                .forEach(host -> host.put("seen_time", "2020-11-05T07:00:00Z").put("uptime", 1));
        api.forgetCalls();
        var second = sync(connection);

        assertThat(second.counts().unchanged()).isEqualTo(5);
        assertThat(second.counts().updated()).isZero();
        assertThat(api.calls()).extracting(Call::path).containsOnly(LIST);
    }

    @Test
    void X7_hostThatIsGoneIsRemovedAndComesBack() {
        var connection = connect(PAGES_OF_TWO);
        hosts.remove(4);

        assertThat(sync(connection).counts().removed()).isEqualTo(1);
        assertThat(column("select source_id from device where removed_at is not null", String.class))
                .containsExactly("4");

        add(4);
        sync(connection);

        assertThat(count("select count(*) from device where removed_at is not null"))
                .isZero();
        assertThat(count("select count(*) from asset")).isEqualTo(5);
    }

    @Test
    void X7_F15_tokenThatIsRefusedFailsTheRunAndRemovesNothing() {
        var connection = connect(PAGES_OF_TWO);
        api.once(call -> true, Reply.status(401));

        var run = sync(connection);

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.counts().removed()).isZero();
    }
}
