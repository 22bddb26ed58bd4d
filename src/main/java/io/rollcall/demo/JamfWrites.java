package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the simulated Jamf Pro server's devices, and its list of users. A key that is left out stays, an empty text
 * clears. A computer takes the user's properties one by one; a mobile device fills them in from the user, whom the server
 * makes up if it doesn't know them.
 */
final class JamfWrites {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COMPUTER_SECTIONS = List.of("general", "userAndLocation", "purchasing");
    private static final Map<String, String> USER_FIELDS =
            Map.of("username", "/username", "email", "/email", "realname", "/realname");

    private final JamfFleet fleet;
    private final Duration staleAfterWrite;

    JamfWrites(JamfFleet fleet, Duration staleAfterWrite) {
        this.fleet = fleet;
        this.staleAfterWrite = staleAfterWrite;
    }

    /** @param version the first answers with the computer, later ones say nothing */
    Reply computer(int id, byte[] body, int version) {
        var patch = read(body);
        if (patch == null || !patch.isObject()) {
            return JamfApi.error(400, "", "The request body is no JSON object");
        }
        return fleet.write(Kind.COMPUTER, id, record -> computer(record, patch), staleAfterWrite)
                .map(record -> version == 1 ? JamfApi.json(record) : Reply.empty(204))
                .orElseGet(() -> JamfApi.error(404, "", ""));
    }

    private static void computer(ObjectNode record, JsonNode patch) {
        for (var section : COMPUTER_SECTIONS) {
            patch.path(section)
                    .properties()
                    .forEach(entry -> record.withObject("/" + section).set(entry.getKey(), entry.getValue()));
        }
    }

    Reply mobileDevice(int id, byte[] body) {
        var patch = read(body);
        if (patch == null || !patch.isObject()) {
            return JamfApi.error(400, "", "The request body is no JSON object");
        }
        if (patch.at("/ios/purchasing/warrantyExpiresDate").isNull()) {
            return JamfApi.error(500, "", "Internal server error");
        }
        return fleet.write(Kind.MOBILE_DEVICE, id, record -> mobileDevice(record, patch), staleAfterWrite)
                .map(JamfSingleMobile::of)
                .map(JamfApi::json)
                .orElseGet(() -> JamfApi.error(404, "", ""));
    }

    private void mobileDevice(ObjectNode record, JsonNode patch) {
        if (patch.has("assetTag")) {
            record.withObject("/general").set("assetTag", patch.get("assetTag"));
        }
        var location = record.withObject("/userAndLocation");
        patch.path("location").properties().forEach(entry -> location.set(entry.getKey(), entry.getValue()));
        if (patch.path("location").has("username")) {
            fill(location, patch.at("/location/username").asText(""));
        }
    }

    private void fill(ObjectNode location, String username) {
        var user = fleet.users().stream()
                .filter(known -> known.username().equals(username))
                .findFirst()
                .orElseGet(() -> new JamfUser(username, "", "", "", ""));
        if (!username.isEmpty()) {
            fleet.addUser(username, user.name(), user.email());
        }
        location.put("realName", user.name())
                .put("emailAddress", user.email())
                .put("position", user.position())
                .put("phoneNumber", user.phone());
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** {@code GET /v1/users}: an envelope unlike the other lists'. */
    Reply users(Request request) {
        try {
            var filter = request.parameter("filter").isPresent()
                    ? JamfFilters.of(request.parameter("filter").get(), USER_FIELDS, List.of())
                    : (Predicate<JsonNode>) user -> true;
            var rows =
                    fleet.users().stream().map(JamfWrites::row).filter(filter).toList();
            var size = Math.min(1000, request.number("page-size", 1, 100));
            var page = request.number("page", 0, 0);
            var answer = JsonNodeFactory.instance
                    .objectNode()
                    .put("page", page)
                    .put("pageSize", size)
                    .put("totalCount", rows.size());
            var results = answer.putArray("results");
            Pages.slice(rows, page * size, size).forEach(results::add);
            return JamfApi.json(answer);
        } catch (JamfFilters.Refused refused) {
            return JamfApi.error(400, "INVALID_FIELD", String.valueOf(refused.getMessage()));
        }
    }

    private static JsonNode row(JamfUser user) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", String.valueOf(Math.abs(user.username().hashCode())))
                .put("username", user.username())
                .put("realname", user.name())
                .put("email", user.email())
                .put("phone", user.phone())
                .put("position", user.position());
    }
}
