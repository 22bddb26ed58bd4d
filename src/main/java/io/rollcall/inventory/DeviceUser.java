package io.rollcall.inventory;

import io.rollcall.device.Device;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.device.PersonName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses a device, as its MDM says.
 *
 * @param email a usable address
 * @param name the whole name, split at the last space
 * @param label what the MDM calls the user, for people
 * @param details department, job title and the like by the names of fields; what is not reported is absent
 */
record DeviceUser(Optional<EmailAddress> email, Optional<PersonName> name, String label, Map<String, String> details) {

    /** The fields of a user that become fields of a person. */
    static final List<Field> DETAILS =
            List.of(Field.USERNAME, Field.DEPARTMENT, Field.JOB_TITLE, Field.BUILDING, Field.ROOM);

    /** Empty where the MDM names no user. */
    static Optional<DeviceUser> of(Device device) {
        var attributes = device.attributes();
        var label = attributes
                .get(Field.USER_EMAIL)
                .or(() -> attributes.get(Field.USER_NAME))
                .or(() -> attributes.get(Field.USER_ID));
        return label.map(text -> new DeviceUser(
                attributes.get(Field.USER_EMAIL).flatMap(EmailAddress::of),
                attributes.get(Field.USER_NAME).flatMap(PersonName::of),
                text,
                details(device)));
    }

    private static Map<String, String> details(Device device) {
        var details = new LinkedHashMap<String, String>();
        DETAILS.forEach(field -> device.attributes().get(field).ifPresent(value -> details.put(field.key(), value)));
        return details;
    }
}
