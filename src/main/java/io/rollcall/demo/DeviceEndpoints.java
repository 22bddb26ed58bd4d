package io.rollcall.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Devices: the list, one, its details, and writes to it. */
final class DeviceEndpoints {

    private static final int PAGE = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> CONTAINED = List.of(
            "serial_number",
            "asset_tag",
            "device_name",
            "blueprint_id",
            "model",
            "os_version",
            "user_email",
            "user_name",
            "user");
    /** Parameter → the field that has to be equal, in any case of letters. */
    private static final Map<String, String> EQUAL = Map.of(
            "device_id",
            "device_id",
            "platform",
            "platform",
            "user_email_exact",
            "user_email",
            "user_id",
            "user_id",
            "filevault_enabled",
            "filevault_enabled");

    private final SimulatedFleet fleet;
    private final Pages pages;
    private final Duration staleAfterWrite;

    DeviceEndpoints(SimulatedFleet fleet, Pages pages, Duration staleAfterWrite) {
        this.fleet = fleet;
        this.pages = pages;
        this.staleAfterWrite = staleAfterWrite;
    }

    Reply list(Request request) {
        // What happens above 300 isn't documented; it is cut here.
        var limit = Math.min(PAGE, request.number("limit", 1, PAGE));
        var offset = request.number("offset", 0, 0);
        var entries = Arrays.asList(fleet.ordered(request.parameter("ordering").orElse("")));
        var filters = filters(request);
        var rows = filters.isEmpty()
                ? entries
                : entries.stream()
                        .filter(entry -> filters.stream().allMatch(filter -> filter.test(fleet.visible(entry))))
                        .toList();
        var body = joined(Pages.slice(rows, offset, limit), fleet.drift());
        return Reply.json(body).with(headers(rows.size(), limit, offset));
    }

    private byte[] joined(List<FleetEntry> entries, Duration drift) {
        var page = new ByteArrayOutputStream(1000 * entries.size() + 2);
        page.write('[');
        for (var entry : entries) {
            if (page.size() > 1) {
                page.write(',');
            }
            page.writeBytes(fleet.visible(entry).listJson(drift));
        }
        page.write(']');
        return page.toByteArray();
    }

    /** The word "None" is what real answers have. */
    private Map<String, String> headers(int total, int limit, int offset) {
        var previous = offset > 0 && offset >= total
                ? pages.apiUrl() + "/api/v1/devices?limit=" + limit
                        + (offset > limit ? "&offset=" + (offset - limit) : "")
                : "None";
        return Map.of(
                "x-total-count", String.valueOf(total),
                "x-total-pages", String.valueOf((total + limit - 1) / limit),
                "link", "<None>; rel=\"next\", <" + previous + ">; rel=\"prev\"");
    }

    private static List<Predicate<Row>> filters(Request request) {
        var contained = CONTAINED.stream()
                .flatMap(key -> request.parameter(key).stream()
                        .map(wanted -> (Predicate<Row>) row -> containsAnyCase(row.field(key), wanted)));
        var equal = EQUAL.entrySet().stream()
                .flatMap(key -> request.parameter(key.getKey()).stream().map(wanted ->
                        (Predicate<Row>) row -> row.field(key.getValue()).equalsIgnoreCase(wanted)));
        var tags = Stream.of("tag_name", "tag_name_in")
                .flatMap(key -> request.parameter(key).stream().map(wanted ->
                        (Predicate<Row>) row -> Arrays.stream(wanted.split(",")).anyMatch(row.tags()::contains)));
        return Stream.of(contained, equal, tags).flatMap(each -> each).toList();
    }

    private static boolean containsAnyCase(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    Reply get(String id) {
        return found(id, row -> Reply.json(row.listJson(fleet.drift())));
    }

    Reply details(String id) {
        return fleet.entry(id).map(fleet::details).map(Reply::json).orElseGet(Reply::notFound);
    }

    Reply lostMode(String id) {
        return found(
                id,
                row -> row instanceof GeneratedRow generated
                                && generated.device().lostMode()
                        ? Reply.json(JsonOut.render(json -> json.object(out -> out.put("device_id", id)
                                .object("lost_mode", mode -> AppleDetails.lostModeOf(generated.device(), mode)))))
                        : Reply.json(400, "[\"Device is not in lost mode.\"]"));
    }

    Reply delete(String id) {
        return fleet.remove(id) ? Reply.empty(204) : Reply.notFound();
    }

    Reply update(String id, byte[] body) {
        var entry = fleet.entry(id);
        if (entry.isEmpty()) {
            return Reply.notFound();
        }
        try {
            var patch = JSON.readTree(body);
            return refusal(patch).orElseGet(() -> {
                var row = fleet.write(entry.get(), old -> patched(old, patch), staleAfterWrite);
                return Reply.json(row.listJson(fleet.drift()));
            });
        } catch (JsonProcessingException e) {
            return Reply.json(
                    400, "{\"detail\":\"JSON parse error - " + e.getClass().getSimpleName() + "\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null clears, an empty string is refused, and ids have to exist. */
    private Optional<Reply> refusal(JsonNode patch) {
        if (!patch.isObject()) {
            return Optional.of(Reply.json(400, "{\"non_field_errors\":[\"Invalid data. Expected a dictionary.\"]}"));
        }
        var user = patch.path("user");
        var tag = patch.path("asset_tag");
        var blueprint = patch.path("blueprint_id");
        var tags = patch.path("tags");
        return Stream.of(
                        user.asText("x").isEmpty() ? "user:This field may not be blank." : "",
                        given(user) && fleet.user(user.asText()).isEmpty() ? "user:User not found." : "",
                        tag.asText("x").isEmpty() && tag.isTextual() ? "asset_tag:This field may not be blank." : "",
                        given(tag) && !tag.isTextual() ? "asset_tag:Not a valid string." : "",
                        blueprint.isNull() || given(blueprint) && !isBlueprint(blueprint.asText())
                                ? "blueprint_id:Blueprint not found."
                                : "",
                        !tags.isMissingNode() && !tags.isArray() ? "tags:Expected a list of items." : "")
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .map(problem -> problem.split(":"))
                .map(problem -> Reply.json(400, "{\"" + problem[0] + "\":[\"" + problem[1] + "\"]}"));
    }

    private static boolean given(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static boolean isBlueprint(String id) {
        return Tenant.BLUEPRINTS.stream().anyMatch(blueprint -> blueprint.id().equals(id));
    }

    private Row patched(Row row, JsonNode patch) {
        return row instanceof GeneratedRow generated
                ? fleet.row(patched(generated.device(), patch))
                : patched((RawRow) row, patch);
    }

    private SimulatedDevice patched(SimulatedDevice device, JsonNode patch) {
        var draft = device.draft();
        if (patch.has("user")) {
            fleet.user(patch.get("user").asText()).ifPresentOrElse(draft::user, draft::noUser);
        }
        if (patch.has("asset_tag")) {
            draft.assetTag(patch.get("asset_tag").asText(""));
        }
        if (patch.has("blueprint_id")) {
            draft.blueprintId(patch.get("blueprint_id").asText());
        }
        if (patch.has("tags")) {
            draft.tags(JSON.convertValue(
                    patch.get("tags"), JSON.getTypeFactory().constructCollectionType(List.class, String.class)));
        }
        return draft.device();
    }

    private RawRow patched(RawRow row, JsonNode patch) {
        ObjectNode list = row.list().deepCopy();
        if (patch.has("asset_tag")) {
            list.put("asset_tag", patch.get("asset_tag").asText(""));
        }
        if (patch.has("user")) {
            fleet.user(patch.get("user").asText())
                    .ifPresentOrElse(
                            user -> list.putObject("user")
                                    .put("email", user.email())
                                    .put("name", user.name())
                                    .put("id", user.id())
                                    .put("is_archived", user.archived()),
                            () -> list.put("user", ""));
        }
        return new RawRow(list, list.toString().getBytes(StandardCharsets.UTF_8), row.detailsJson());
    }

    private Reply found(String id, Function<Row, Reply> answer) {
        return fleet.entry(id).map(fleet::visible).map(answer).orElseGet(Reply::notFound);
    }
}
