package io.rollcall.inventory;

import java.util.Locale;

/**
 * Something a run says of a device to people.
 *
 * @param kind what sort of remark it is
 * @param sourceId the source's id of the device
 * @param serial its serial number as reported; blank: none
 * @param deviceName its name; blank: none
 * @param reason a sentence
 */
public record Remark(Kind kind, String sourceId, String serial, String deviceName, String reason) {

    /** What sort of remark it is. */
    public enum Kind {
        /** The device is not in the inventory, for this reason. */
        SKIPPED,
        /** Another device has the asset this one would be. */
        DUPLICATE,
        /** The device was handled; a person may want to know this. */
        NOTICE;

        /** The name in REST and the ledger. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
