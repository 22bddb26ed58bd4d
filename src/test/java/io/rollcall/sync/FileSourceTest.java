package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** {@link PipelineTest} with simulated servers of sources that are files alone. */
abstract class FileSourceTest extends PipelineTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The server of the test at hand. */
    abstract ScriptedApi api();

    /** The source's name. */
    abstract String source();

    abstract Map<String, String> credentials();

    static JsonNode example(String file) {
        try {
            return JSON.readTree(Files.readString(Path.of("src/test/resources", file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects the server and waits for the first sync that enabling starts. */
    String connect(String policy) {
        var made = make(policy, true);
        assertThat(made.attention()).isEmpty();
        await(() -> !ledger.newest(Optional.of(made.name()), 1).isEmpty());
        ended(lastRun(made.name()).id());
        return made.name();
    }

    Connection make(String policy, boolean enabled) {
        var name = source() + NUMBER.incrementAndGet();
        names.add(name);
        try {
            return service.create(
                    new ConnectionSettings(
                            name,
                            source(),
                            Optional.empty(),
                            Optional.of(api().baseUrl()),
                            Optional.empty(),
                            Optional.empty(),
                            credentials(),
                            Optional.of(json.readTree(policy)),
                            Optional.of(enabled)),
                    Actor.ROLLCALL);
        } catch (IOException e) {
            throw new IllegalArgumentException(policy, e);
        }
    }

    /** What is stored of a connection's devices and of what was done to them, as one text. */
    String stored(String connection) {
        return String.join("\n", column("""
                select d::text from device d join connection c on c.id = d.connection_id where c.name = ?
                union all
                select e::text from asset_event e
                """, String.class, connection));
    }

    @Override
    List<String> goneElsewhere() {
        return api().calls().stream()
                .filter(call -> call.status() == 404)
                .map(call -> call.path().replaceFirst(".*/", ""))
                .toList();
    }

    @AfterEach
    void closeApi() {
        api().close();
    }
}
