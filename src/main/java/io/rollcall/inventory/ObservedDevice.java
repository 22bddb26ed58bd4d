package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.Device;
import java.util.Optional;

/**
 * A device as a sync read it, ready to be stored.
 *
 * @param device the device in our terms
 * @param list its record in the source's list, restricted properties already stripped
 * @param listRecord the same as it is stored: JSON, written where devices are read side by side, as a page is stored by one
 *     thread
 * @param detail its detail record where it was read this time, stripped and written likewise
 * @param listHash tells whether the list record changed since the last look
 * @param mapping the version of the mapping that made the device of its records
 */
public record ObservedDevice(
        Device device, JsonNode list, String listRecord, Optional<String> detail, String listHash, String mapping) {

    public String sourceId() {
        return device.sourceId();
    }
}
