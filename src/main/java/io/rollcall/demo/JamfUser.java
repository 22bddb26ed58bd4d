package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Someone in the simulated Jamf Pro server's list of users. */
record JamfUser(String username, String name, String email, String position, String phone) {

    /** The user that a device's record names; computers and mobile devices call the properties differently. */
    static Optional<JamfUser> of(JsonNode section) {
        var username = text(section, "username", "username");
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of(new JamfUser(
                        username,
                        text(section, "realname", "realName"),
                        text(section, "email", "emailAddress"),
                        text(section, "position", "position"),
                        text(section, "phone", "phoneNumber")));
    }

    private static String text(JsonNode section, String computer, String mobile) {
        var node = section.path(section.has(computer) ? computer : mobile);
        return node.isNull() ? "" : node.asText("");
    }
}
