package io.rollcall.console;

import io.rollcall.source.Need;
import io.rollcall.source.SourceDefinition;
import io.rollcall.source.SourceDefinition.Permission;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A permission of a source's token or role (C8).
 *
 * @param name exactly as the source's own pages have it
 * @param purpose what Rollcall needs it for
 * @param always whether every connection needs it
 * @param where what to do to give it
 */
record PermissionLine(String name, String purpose, boolean always, String where) {

    static List<PermissionLine> all(SourceDefinition source) {
        return source.permissions().stream().map(PermissionLine::of).toList();
    }

    /** The exact names of the permissions behind needs, with commas between; blank: the source asks for none. */
    static String names(SourceDefinition source, Collection<Need> needs) {
        return source.permissions().stream()
                .filter(permission -> permission.needs().stream().anyMatch(needs::contains))
                .map(Permission::name)
                .collect(Collectors.joining(", "));
    }

    private static PermissionLine of(Permission permission) {
        return new PermissionLine(
                permission.name(),
                permission.needs().stream().map(PermissionLine::purpose).collect(Collectors.joining(", ")),
                permission.needs().contains(Need.LIST) || permission.needs().contains(Need.NAMES),
                permission.remedy());
    }

    private static String purpose(Need need) {
        return switch (need) {
            case LIST -> "every sync";
            case NAMES -> "every sync: names of departments and buildings";
            case DETAILS -> "details of devices";
            case CONFIRM_REMOVAL -> "telling at once that a device is gone";
            case USERS -> "department and job title of users";
            case ADE -> "location and status by enrollment configuration";
            case IMEI -> "IMEIs";
            case RESTRICTED -> "recovery keys and the like";
            case WRITE_BACK -> "writing asset tags and users back";
            default -> "the command " + need.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
