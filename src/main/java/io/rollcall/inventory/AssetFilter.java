package io.rollcall.inventory;

import java.util.Map;
import java.util.Optional;

/**
 * Which assets; what is empty doesn't matter.
 *
 * @param q looked for in asset ID, serial, name, asset tag, IMEI, user and assignee
 * @param connection the name of a connection that has the device
 * @param person the number of the person who has it
 * @param category its name, as are location, product and department
 * @param unassigned whether only those that nobody has
 * @param archived whether archived ones as well
 * @param custom keys of custom fields → values; blank: those that have none
 */
public record AssetFilter(
        Optional<String> q,
        Optional<String> type,
        Optional<String> status,
        Optional<String> mdmState,
        Optional<String> connection,
        Optional<String> serial,
        Optional<Long> person,
        Optional<String> category,
        Optional<String> product,
        Optional<String> location,
        Optional<String> department,
        boolean unassigned,
        boolean archived,
        Map<String, String> custom) {}
