package io.rollcall.outbound;

import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.source.SourceDefinition.WriteBack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The changes of one device on their way through the route {@code push}. Its accessors are what the routes ask.
 *
 * @param sourceId the MDM's id of the device
 * @param kind which of the MDM's lists it is in
 * @param items what is to change, at most one a property
 * @param addresses of the person it is to be assigned to, which are still to be looked up
 * @param user the person as the MDM knows them; without fields: nobody. Empty: not known yet, or the user stays
 * @param trouble why the change needs a look whether it was made, for people; blank: no answer has told. Empty: it doesn't
 * @param alive false once this process ends
 */
record Delivery(
        Connection connection,
        String sourceId,
        Optional<String> kind,
        List<Item> items,
        List<EmailAddress> addresses,
        Optional<Map<Field, String>> user,
        Optional<String> trouble,
        BooleanSupplier alive)
        implements CallOrigin {

    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /**
     * A change.
     *
     * @param id its number in the outbox
     * @param change which change of mind it is
     * @param tag the asset tag; blank where there is none to be, or it is an assignment
     * @param person for people: whom it is to be assigned to; empty: nobody, or it is an asset tag
     * @param expected what the MDM may say without anybody having changed it there
     * @param clashed whether it is known that the MDM's value was changed too
     * @param tries how often it was tried, this time included
     * @param end what has come of it; empty: nothing yet
     */
    record Item(
            long id,
            long change,
            OutboxProperty property,
            String tag,
            Optional<String> person,
            List<String> expected,
            boolean clashed,
            int tries,
            Optional<End> end) {

        Item ended(OutboxState state, boolean confirmed, String reason) {
            return with(Optional.of(new End(state, confirmed, reason)));
        }

        private Item with(Optional<End> other) {
            return new Item(id, change, property, tag, person, expected, clashed, tries, other);
        }
    }

    /** What has come of a change. */
    record End(OutboxState state, boolean confirmed, String reason) {}

    Delivery {
        items = List.copyOf(items);
    }

    /** Whether the person it is to be assigned to still has to be looked up. */
    public boolean isWantingPerson() {
        return isOpen() && user.isEmpty() && !addresses.isEmpty();
    }

    /** Whether anything can still come of it. */
    public boolean isOpen() {
        return items.stream().anyMatch(item -> item.end().isEmpty());
    }

    /** Whether the MDM was asked to change the device and hasn't said so clearly that it did. */
    public boolean isDoubtful() {
        return isOpen() && trouble.isPresent();
    }

    /** The name of the source whose routes it takes. */
    public String reader() {
        return connection.source().name();
    }

    /**
     * The device's id as part of a path.
     *
     * @throws IllegalStateException if it has characters that could change the path
     */
    public String pathId() {
        if (!SAFE_ID.matcher(sourceId).matches()) {
            throw new IllegalStateException("Its device id has characters that no id has; no request is sent for it.");
        }
        return sourceId;
    }

    /** The address that is to be looked up, as part of a query. */
    public String getAddress() {
        return URLEncoder.encode(addresses.get(0).original(), StandardCharsets.UTF_8);
    }

    /** What can be written to it. */
    WriteBack writeBack() {
        return connection.source().definition().writeBack(kind).orElse(DeviceWrites.NOTHING);
    }

    /** The MDM's name. */
    String mdm() {
        return connection.source().definition().title();
    }

    /** Whether it is known how the MDM spells what an item wants. */
    boolean isKnown(Item item) {
        return item.property() == OutboxProperty.ASSET_TAG || user.isPresent();
    }

    /** What an item wants the MDM to say. */
    String wanted(Item item) {
        return item.property() == OutboxProperty.ASSET_TAG
                ? item.tag()
                : user.flatMap(fields -> DeviceWrites.userKey(writeBack()).map(key -> fields.getOrDefault(key, "")))
                        .orElse("");
    }

    /** The open items' other forms. */
    Delivery each(UnaryOperator<Item> change) {
        var changed = items.stream()
                .map(item -> item.end().isPresent() ? item : change.apply(item))
                .toList();
        return new Delivery(connection, sourceId, kind, changed, addresses, user, trouble, alive);
    }

    Delivery withUser(Map<Field, String> found) {
        return new Delivery(connection, sourceId, kind, items, List.of(), Optional.of(found), trouble, alive);
    }

    Delivery withAddresses(List<EmailAddress> left) {
        return new Delivery(connection, sourceId, kind, items, left, user, trouble, alive);
    }

    Delivery doubtful(String why) {
        return new Delivery(connection, sourceId, kind, items, addresses, user, Optional.of(why), alive);
    }

    @Override
    public void countCall() {
        // It belongs to no run.
    }

    @Override
    public boolean isWanted() {
        return alive.getAsBoolean();
    }

    /** One and the same, or another: Camel hashes the body of every exchange that an expression looks into. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "changes of device " + sourceId;
    }
}
