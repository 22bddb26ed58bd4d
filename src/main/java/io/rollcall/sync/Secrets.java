package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.inventory.SeenDevice;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.secret.Secret;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretUnreadable;
import io.rollcall.source.RestrictedField;
import io.rollcall.sync.DeviceResult.Mapped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the restricted values of a page past everything that stores, sends or logs records: apart from them, encrypted
 * while they are in the pipe, and into their own table with the page.
 */
@Component
class Secrets {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private static final TypeReference<Map<String, Map<RestrictedField, String>>> VALUES = new TypeReference<>() {};

    private static final String SQL_READ = """
            update device set restricted_at = now() where connection_id = :connection and source_id = any(:ids)
            """;

    private final SecretBox box;
    private final RestrictedValues values;
    private final ObjectMapper json;
    private final JdbcClient jdbc;

    Secrets(SecretBox box, RestrictedValues values, ObjectMapper json, JdbcClient jdbc) {
        this.box = box;
        this.values = values;
        this.json = json;
        this.jdbc = jdbc;
    }

    static Map<RestrictedField, Secret> in(Map<RestrictedField, String> plain) {
        var secrets = new EnumMap<RestrictedField, Secret>(RestrictedField.class);
        plain.forEach((field, value) -> secrets.put(field, Secret.of(value)));
        return secrets;
    }

    /** The restricted values in a page's records, encrypted for its message; empty: none, or the policy wants none. */
    Optional<String> sealed(List<JsonNode> records, Scan scan) {
        var run = scan.run();
        if (!run.connection().policy().restricted()) {
            return Optional.empty();
        }
        var mapping = run.connection().source().mapping();
        var found = new HashMap<String, Map<RestrictedField, String>>();
        for (var item : records) {
            var said = mapping.restricted(item, Optional.empty());
            if (!said.isEmpty()) {
                mapping.sourceId(item).ifPresent(id -> found.put(id, said));
            }
        }
        try {
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(box.encrypt(
                            json.writeValueAsString(found), place(run.lease().run(), scan.page())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A page's values can't be written as JSON");
        }
    }

    /** What {@link #sealed} made, read again. */
    Map<String, Map<RestrictedField, Secret>> opened(PageMessage page) {
        if (page.restricted().isEmpty()) {
            return Map.of();
        }
        try {
            var plain = box.decrypt(page.restricted().get(), place(page.run(), page.number()))
                    .reveal();
            var opened = new HashMap<String, Map<RestrictedField, Secret>>();
            json.readValue(plain, VALUES).forEach((id, said) -> opened.put(id, in(said)));
            return opened;
        } catch (SecretUnreadable | JsonProcessingException e) {
            // Another process with another key sent it. The device itself is good; the next look brings the values.
            LOG.warn(
                    "{}: the restricted values of page {} of run {} can't be read with the secret keys here",
                    page.connection(),
                    page.number(),
                    page.run());
            return Map.of();
        }
    }

    private static String place(long run, int page) {
        return SecretBox.place("page", run + "/" + page, "restricted");
    }

    /** Keeps what a page's devices have, in the page's transaction, after the devices were stored. */
    void keep(Page page, List<Mapped> mapped, List<SeenDevice> unchanged) {
        var connection = page.run().connection();
        if (!connection.policy().restricted()) {
            return;
        }
        var said = new HashMap<String, Map<RestrictedField, Secret>>();
        unchanged.forEach(
                device -> add(said, device.sourceId(), page.restricted().get(device.sourceId())));
        var read = new ArrayList<String>();
        for (var device : mapped) {
            var id = device.device().sourceId();
            add(said, id, page.restricted().get(id));
            add(said, id, device.restricted());
            if (device.secretsRead()
                    || connection
                            .source()
                            .mapping()
                            .secretQuestions(device.device().list())
                            .isEmpty()) {
                read.add(id);
            }
        }
        if (!said.isEmpty()) {
            values.putAll(connection.id(), said);
        }
        if (!read.isEmpty()) {
            jdbc.sql(SQL_READ)
                    .param("connection", connection.id())
                    .param("ids", read.toArray(String[]::new))
                    .update();
        }
    }

    private static void add(
            Map<String, Map<RestrictedField, Secret>> said, String id, @Nullable Map<RestrictedField, Secret> more) {
        if (more != null && !more.isEmpty()) {
            said.computeIfAbsent(id, any -> new EnumMap<>(RestrictedField.class))
                    .putAll(more);
        }
    }
}
