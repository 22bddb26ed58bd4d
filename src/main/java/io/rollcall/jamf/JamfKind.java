package io.rollcall.jamf;

import java.util.Arrays;
import java.util.Optional;

/** The two lists a Jamf Pro server has. Their ids are counted apart, so that a device's key names its list. */
enum JamfKind {
    COMPUTERS("computers", "computer-", "id", "id", "general.reportDate"),
    MOBILE_DEVICES("mobile-devices", "mobile-", "mobileDeviceId", "mobileDeviceId", "lastInventoryUpdateDate");

    private final String label;
    private final String prefix;
    private final String id;
    private final String idFilter;
    private final String dateFilter;

    JamfKind(String label, String prefix, String id, String idFilter, String dateFilter) {
        this.label = label;
        this.prefix = prefix;
        this.id = id;
        this.idFilter = idFilter;
        this.dateFilter = dateFilter;
    }

    /** The name in routes, positions and counts. */
    String label() {
        return label;
    }

    /** The property of a list record that holds the device's number. */
    String id() {
        return id;
    }

    String idFilter() {
        return idFilter;
    }

    /** The inventory's date, for filters: nested for computers, flat for mobile devices. */
    String dateFilter() {
        return dateFilter;
    }

    String key(String number) {
        return prefix + number;
    }

    /** The number in a key of this kind. */
    Optional<String> number(String key) {
        return Optional.of(key)
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .filter(text -> text.matches("\\d{1,18}"));
    }

    static Optional<JamfKind> ofLabel(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    Optional<JamfKind> next() {
        return this == COMPUTERS ? Optional.of(MOBILE_DEVICES) : Optional.empty();
    }
}
