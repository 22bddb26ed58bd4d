package io.rollcall.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.call.Failures;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceRefused;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.outbound.Delivery.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps that the routes in {@code outbox.camel.yaml} are made of. A device is looked at before it is changed: what it
 * has already is not sent, whether a try before was cut off by an error or by the end of the process; and what somebody
 * changed in the MDM meanwhile is not overwritten unseen (F41).
 */
@Component("pushes")
public class Pushes implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    /** Devices claimed at once. */
    private static final int BATCH = 20;

    private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403);

    private final OutboxQueue queue;
    private final Connections connections;
    private final OutboxProperties properties;
    private final Alerts alerts;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    /** What is being sent at this moment, and under which claim. What only waits for its turn isn't kept claimed. */
    private final Map<Long, UUID> underWay = new ConcurrentHashMap<>();

    /** The claim of each connection whose route is at work: it takes one after the other. */
    private final Map<String, UUID> claims = new ConcurrentHashMap<>();

    private volatile boolean alive = true;

    Pushes(
            OutboxQueue queue,
            Connections connections,
            OutboxProperties properties,
            Alerts alerts,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.queue = queue;
        this.connections = connections;
        this.properties = properties;
        this.alerts = alerts;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What of a connection is due, a device each; nothing once the process ends. */
    public Deliveries claim(String connection) {
        var enabled = connections.find(connection).filter(Connection::enabled);
        if (enabled.isEmpty() || !alive) {
            return new Deliveries(connection, List.of());
        }
        var owner = UUID.randomUUID();
        var claimed = transaction.execute(status -> queue.claim(
                enabled.get(), owner, BATCH, properties.lease(), () -> alive && owner.equals(claims.get(connection))));
        claims.put(connection, owner);
        return new Deliveries(connection, claimed);
    }

    /**
     * The next ones; none once the connection's route is being taken away. The loop can't have that from Camel: one that
     * breaks on shutdown stays broken when its route is started again, as those that rest are.
     */
    public Deliveries next(Deliveries before) {
        return claims.containsKey(before.connection())
                ? claim(before.connection())
                : new Deliveries(before.connection(), List.of());
    }

    /**
     * The connection's route is being taken away: no further request is to leave for what it has claimed.
     *
     * @return has it claimed anew by others, once the route is gone
     */
    public Runnable stop(String connection) {
        var owner = claims.remove(connection);
        return () -> {
            if (owner != null) {
                underWay.values().removeIf(owner::equals);
                queue.release(owner);
            }
        };
    }

    /** What can't be claimed now is at a later heartbeat. */
    public void unclaimed(Exception failure) {
        LOG.warn("The outbox can't be read; what is to be sent waits: {}", Failures.explain(failure));
    }

    /**
     * Leaves out what somebody has changed their mind about since it was claimed, or what another process has taken over:
     * that is claimed on its own.
     */
    public Delivery current(Delivery delivery) {
        var first = delivery.items().stream()
                        .filter(item -> underWay.put(item.id(), delivery.claim()) == null)
                        .count()
                > 0;
        var current = queue.current(delivery, first, properties.lease());
        return delivery.each(item -> current.contains(item.id()) ? item : item.ended(OutboxState.PENDING, false, ""));
    }

    /** Takes the list of people that a person was looked for in. */
    public Delivery learn(JsonNode answer, Delivery delivery) {
        var asked = delivery.addresses().get(0);
        var found = DeviceWrites.person(delivery.connection().source(), answer, asked);
        if (found.isEmpty()) {
            return nextAddress(delivery);
        }
        var known = delivery.withUser(found.get());
        queue.remember(known);
        return known;
    }

    /**
     * Goes on without a list of people that the token may not read or the server doesn't have; any other failure is passed
     * on.
     */
    public Delivery unlearned(Delivery delivery, Exception failure) throws Exception {
        if (isUnknown(failure)) {
            return refused(delivery, failure);
        }
        if (!isNotAllowed(failure) && !isGone(failure)) {
            throw failure;
        }
        var why = "Whom " + delivery.mdm() + " knows can't be looked up: " + Failures.explain(failure)
                + " So the check-out to ";
        return delivery.withAddresses(List.of())
                .each(item -> waiting(
                        item,
                        person -> why + person
                                + " is not sent until a device of theirs is synced, or the list can be read."));
    }

    /** Once no address is left, nobody in the MDM is this person: the check-out waits for them (C4). */
    private static Delivery nextAddress(Delivery delivery) {
        var left = delivery.addresses().subList(1, delivery.addresses().size());
        if (!left.isEmpty()) {
            return delivery.withAddresses(left);
        }
        return delivery.withAddresses(List.of()).each(item -> unknown(item, delivery.mdm()));
    }

    private static Item unknown(Item item, String mdm) {
        return waiting(
                item,
                person -> mdm + " knows nobody with an e-mail address of " + person
                        + ", so the check-out is not sent. It is sent when " + person + " is there.");
    }

    private static Item waiting(Item item, UnaryOperator<String> why) {
        return item.person()
                .map(person -> item.ended(OutboxState.WAITING, false, why.apply(person)))
                .orElse(item);
    }

    /** Compares the device as it is in the MDM with what it is to be: what it has already need not be sent. */
    public Delivery compare(JsonNode record, Delivery delivery) {
        return delivery.each(item -> DeviceWrites.seen(delivery.writeBack(), item.property(), record)
                .map(seen -> compare(item, seen, delivery))
                .orElseGet(() -> uncompared(item, delivery)));
    }

    private static Item compare(Item item, String seen, Delivery delivery) {
        if (seen.equals(delivery.wanted(item))) {
            return item.ended(OutboxState.SENT, true, "");
        }
        if (delivery.trouble().isPresent()) {
            return uncompared(item, delivery);
        }
        return item.expected().contains(seen) || item.clashed()
                ? item
                : item.ended(
                        OutboxState.CONFLICT,
                        false,
                        "Its " + item.property().words() + " was changed in " + delivery.mdm()
                                + " as well; the next sync decides which counts.");
    }

    /** After the change without an error, a reader may not know of it yet; after an error, what is there tells. */
    private static Item uncompared(Item item, Delivery delivery) {
        return delivery.trouble()
                .map(why -> why.isEmpty()
                        ? item.ended(OutboxState.SENT, false, "")
                        : item.ended(OutboxState.FAILED, false, why))
                .orElse(item);
    }

    /** Goes on without a look that the token isn't allowed; a device that is gone gets nothing any more. */
    public Delivery unseen(Delivery delivery, Exception failure) throws Exception {
        if (isGone(failure)) {
            return delivery.each(item -> item.ended(
                    OutboxState.FAILED, false, "There is no such device in " + delivery.mdm() + " any more."));
        }
        if (!isNotAllowed(failure)) {
            throw failure;
        }
        return delivery.each(item -> uncompared(item, delivery));
    }

    /** What the request is to hold. */
    public JsonNode content(Delivery delivery) {
        return DeviceWrites.content(
                delivery.writeBack(),
                open(delivery, OutboxProperty.ASSET_TAG).map(Item::tag),
                open(delivery, OutboxProperty.ASSIGNMENT).flatMap(item -> delivery.user()));
    }

    private static Optional<Item> open(Delivery delivery, OutboxProperty property) {
        return delivery.items().stream()
                .filter(item -> item.end().isEmpty() && item.property() == property)
                .findFirst();
    }

    /** Reads the answer to a change: what it says is the truth, and where it doesn't say, a look has to tell. */
    public Delivery answered(JsonNode answer, Delivery delivery) {
        var compared = delivery.each(item -> DeviceWrites.seen(delivery.writeBack(), item.property(), answer)
                .filter(delivery.wanted(item)::equals)
                .map(seen -> item.ended(OutboxState.SENT, true, ""))
                .orElse(item));
        var contradicted = compared.items().stream()
                .filter(item -> item.end().isEmpty())
                .anyMatch(item -> DeviceWrites.seen(delivery.writeBack(), item.property(), answer)
                        .isPresent());
        return compared.doubtful(
                contradicted ? delivery.mdm() + " answered that it was done, but the device still is as before." : "");
    }

    /**
     * Reads a refusal: some are said though the change was made, so that a look has to tell; a missing permission is named.
     * Any other failure is passed on.
     */
    public Delivery refused(Delivery delivery, Exception failure) throws Exception {
        if (isNotAllowed(failure)) {
            var why = Failures.explain(failure) + " "
                    + DeviceWrites.remedy(delivery.connection().source(), delivery.writeBack());
            failAlike(delivery, failure, why.strip());
            return delivery.each(item -> item.ended(OutboxState.FAILED, false, why.strip()));
        }
        if (isGone(failure)) {
            return unseen(delivery, failure);
        }
        if (failure instanceof RequestRefused) {
            return delivery.doubtful(Failures.explain(failure));
        }
        throw failure;
    }

    /** A token that isn't known opens nothing; one that lacks a permission may have those of other kinds of devices. */
    private void failAlike(Delivery delivery, Exception failure, String why) {
        var definition = delivery.connection().source().definition();
        var lacking = delivery.writeBack().permission();
        queue.failAll(
                delivery.connection(),
                kind -> isUnknown(failure)
                        || definition
                                .writeBack(kind)
                                .filter(other -> other.permission().equals(lacking))
                                .isPresent(),
                why);
    }

    /** Writes down what has come of the changes. */
    public void keep(Delivery delivery) {
        store(delivery);
        if (delivery.items().stream().anyMatch(item -> ended(item, OutboxState.CONFLICT))) {
            events.publishEvent(new ConflictSeen(delivery.connection().name()));
        }
        LOG.debug("{}: {} kept", delivery.connection().name(), delivery);
    }

    private static boolean ended(Item item, OutboxState state) {
        return item.end().filter(end -> end.state() == state).isPresent();
    }

    /** Tries again later what could not be sent for a passing reason; after enough tries it has failed. */
    public void later(Delivery delivery, Exception failure) {
        var why = Failures.explain(failure);
        var mayCome = delivery.items().stream().allMatch(item -> item.tries() <= properties.attempts());
        if (mayCome) {
            letGo(delivery, () -> queue.postpone(delivery, properties::wait, why));
        } else {
            fail(delivery, failure);
        }
    }

    /**
     * Gives up what can't be sent: a person has to look at it. What was sent and couldn't be written down has not failed:
     * it is looked at again once the claim has ended.
     */
    public void fail(Delivery delivery, Exception failure) {
        var why = Failures.explain(failure);
        var ofDatabase = failure instanceof DataAccessException || failure instanceof TransactionException;
        letGo(
                delivery,
                () -> store(ofDatabase ? delivery : delivery.each(item -> item.ended(OutboxState.FAILED, false, why))));
    }

    /** Without the database the claim ends by itself, and the changes are tried again. */
    private void letGo(Delivery delivery, Runnable step) {
        try {
            step.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "{}: the outbox can't be written: {}", delivery.connection().name(), Failures.explain(e));
        } finally {
            done(delivery);
        }
    }

    private void done(Delivery delivery) {
        delivery.items().forEach(item -> underWay.remove(item.id(), delivery.claim()));
    }

    private void store(Delivery delivery) {
        var connection = delivery.connection();
        transaction.executeWithoutResult(status -> {
            queue.end(delivery, properties.staleFor());
            follow(connection);
        });
        done(delivery);
    }

    /** An alert for as long as there is something that failed. */
    private void follow(Connection connection) {
        queue.firstFailure(connection.id())
                .ifPresentOrElse(
                        reason -> alerts.open(
                                AlertKind.PUSHES_FAILING,
                                connection.id(),
                                "Changes made here don't reach "
                                        + connection.source().definition().title()
                                        + " through the connection " + connection.name() + ". " + reason
                                        + " Mend it, then have them sent again from the outbox."),
                        () -> alerts.close(AlertKind.PUSHES_FAILING, connection.id(), "the outbox"));
    }

    /** The names of the connections that have something to send that nobody is sending. */
    public List<String> due() {
        return queue.due();
    }

    /**
     * A sync of the connection has seen all devices: it tells who waits for a person that the MDM doesn't know, and these
     * are looked for again.
     */
    public void synced(Connection connection, long run) {
        queue.synced(connection.id(), run);
        follow(connection);
    }

    /** Says that this process is at work on what it has claimed. */
    public void beat() {
        queue.keepClaims(Map.copyOf(underWay), properties.lease());
    }

    @Override
    public void start() {
        alive = true;
    }

    /** Nothing more begins while the program stops. */
    @Override
    public void stop() {
        alive = false;
    }

    @Override
    public boolean isRunning() {
        return alive;
    }

    private static boolean isNotAllowed(Exception failure) {
        return failure instanceof SourceRefused refused && NOT_ALLOWED.contains(refused.status());
    }

    private static boolean isUnknown(Exception failure) {
        return failure instanceof SourceRefused refused && refused.status() == 401;
    }

    private static boolean isGone(Exception failure) {
        return failure instanceof RequestRefused refused && refused.isGone();
    }
}
