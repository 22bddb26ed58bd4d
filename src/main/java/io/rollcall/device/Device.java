package io.rollcall.device;

import java.util.List;
import java.util.Optional;

/**
 * A device as one source reports it, in our terms.
 *
 * @param sourceId the source's own id of the device: unique within a connection, never blank
 * @param serial the usable serial number; empty where there is none or only a placeholder
 * @param type what kind of thing it is
 * @param attributes everything the mapping found
 * @param notes for people: what was cut, cleaned or could not be read, one sentence each
 */
public record Device(
        String sourceId, Optional<SerialNumber> serial, DeviceType type, Attributes attributes, List<String> notes) {

    public Device {
        notes = List.copyOf(notes);
    }
}
