package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.call.ListScope;
import io.rollcall.call.SourceEvents;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.Connections;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Events that a source sends by itself, to an address with a secret in it. An event makes Rollcall read that device, in a
 * run for all the devices that events came of meanwhile; what the event says is not taken. Syncs stay the truth.
 */
@Service
public class Webhooks {

    private static final int SECRET_BYTES = 32;

    private final Connections connections;
    private final RunLedger ledger;
    private final Audit audit;
    private final Map<String, SourceEvents> events;
    private final SecureRandom random = new SecureRandom();

    Webhooks(Connections connections, RunLedger ledger, Audit audit, List<SourceEvents> events) {
        this.connections = connections;
        this.ledger = ledger;
        this.audit = audit;
        this.events = events.stream().collect(Collectors.toMap(SourceEvents::source, Function.identity()));
    }

    /**
     * Makes the secret of the address that a connection's source may send events to; one made before is no good any more.
     * It is told this once and kept only as a hash.
     *
     * @throws ConnectionProblem if there is no such connection, or its source sends nothing
     */
    public String open(String name, Actor actor) {
        var connection = find(name);
        if (!events.containsKey(connection.source().name())) {
            throw ConnectionProblem.conflict(connection.source().definition().title()
                    + " sends no events that Rollcall reads; syncs find what changed.");
        }
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        connections.webhook(connection.id(), Optional.of(hash(secret)));
        audit.add(actor, "connection.webhook-open", "connection/" + name, Map.of());
        return secret;
    }

    /** Whether the connection's source can send events at all. */
    public boolean isPossible(Connection connection) {
        return events.containsKey(connection.source().name());
    }

    /** Whether there is an address that its source may send events to. */
    public boolean isOpen(Connection connection) {
        return connections.webhook(connection.name()).isPresent();
    }

    /** Takes no events of the connection's source any more. */
    public void close(String name, Actor actor) {
        connections.webhook(find(name).id(), Optional.empty());
        audit.add(actor, "connection.webhook-close", "connection/" + name, Map.of());
    }

    /**
     * Whether the secret in the address is the connection's. It takes as long whether the connection is unknown, sends no
     * events or has another secret.
     */
    public boolean isOpen(String name, String secret) {
        var expected = connections.webhook(name).orElseGet(() -> new byte[SECRET_BYTES]);
        return MessageDigest.isEqual(expected, hash(secret));
    }

    /**
     * Takes an event; one that is about no device, or about a connection that isn't enabled, is left alone.
     *
     * @return how many devices will be read because of it
     */
    public int take(String name, JsonNode event) {
        var connection = connections.find(name).filter(Connection::enabled);
        var devices = connection
                .flatMap(known -> Optional.ofNullable(events.get(known.source().name())))
                .map(reader -> reader.devices(event))
                .orElse(List.of());
        if (!devices.isEmpty()) {
            ledger.queueDevices(connection.orElseThrow().id(), ListScope.Only.of(devices));
        }
        return devices.size();
    }

    private Connection find(String name) {
        return connections.find(name).orElseThrow(() -> ConnectionProblem.notFound(name));
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
