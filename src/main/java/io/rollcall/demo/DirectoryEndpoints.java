package io.rollcall.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Users, blueprints, tags and the licence. */
final class DirectoryEndpoints {

    private static final int MOST_USERS = 300;
    private static final int BLUEPRINT_PAGE = 300;
    private static final String SINCE = "2024-09-06T21:00:04.304248Z";

    private final SimulatedFleet fleet;
    private final Pages pages;
    private final int usersPerPage;
    private volatile Counted counted = new Counted(-1, Map.of());

    private record Counted(long version, Map<String, Integer> devicesByUser) {}

    DirectoryEndpoints(SimulatedFleet fleet, Pages pages, int usersPerPage) {
        this.fleet = fleet;
        this.pages = pages;
        this.usersPerPage = usersPerPage;
    }

    /**
     * Newest first, a page at a time. The cursor is Django REST's: base64 of {@code p=} and the legacy id of the last
     * user of the page before; with {@code r=1&} before it, of the first user of the page after.
     */
    Reply users(Request request) {
        var size = Math.min(MOST_USERS, request.number("sizePerPage", 1, usersPerPage));
        var all = fleet.users().stream()
                .filter(user -> matches(user, request))
                .sorted(Comparator.comparingInt(SimulatedUser::legacyId).reversed())
                .toList();
        var cursor =
                request.parameter("cursor").map(DirectoryEndpoints::decoded).orElse("");
        var backwards = cursor.startsWith("r=1&");
        var position = cursor.replaceFirst("^(r=1&)?p=", "");
        if (!position.matches("\\d{0,9}")) {
            return Reply.json(404, "{\"detail\":\"Invalid cursor\"}");
        }
        var border = position.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(position);
        var before = (int)
                all.stream().filter(user -> isBefore(user, border, backwards)).count();
        var from = backwards ? Math.max(0, before - size) : before;
        var page = Pages.slice(all, from, size);
        var next = from + page.size() < all.size() && !page.isEmpty()
                ? Optional.of(link("p=" + page.get(page.size() - 1).legacyId()))
                : Optional.<String>empty();
        var previous = from > 0 && !page.isEmpty()
                ? Optional.of(link("r=1&p=" + page.get(0).legacyId()))
                : Optional.<String>empty();
        var devices = devicesByUser();
        return pages.uncounted(next, previous, page, (out, user) -> write(out, user, devices));
    }

    /** Forwards the page starts behind the user at the border, backwards it ends in front of it. */
    private static boolean isBefore(SimulatedUser user, int border, boolean backwards) {
        return border != Integer.MAX_VALUE && (backwards ? user.legacyId() > border : user.legacyId() >= border);
    }

    private static boolean matches(SimulatedUser user, Request request) {
        var email = request.parameter("email").map(text -> text.toLowerCase(Locale.ROOT));
        return email.map(user.email()::contains).orElse(true)
                && request.parameter("id").map(user.id()::equals).orElse(true)
                && request.parameter("archived")
                        .map(text -> Boolean.parseBoolean(text) == user.archived())
                        .orElse(true);
    }

    private String link(String cursor) {
        var encoded = Base64.getEncoder().encodeToString(cursor.getBytes(StandardCharsets.US_ASCII));
        return pages.link("/api/v1/users", "cursor=" + URLEncoder.encode(encoded, StandardCharsets.US_ASCII));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return "not a cursor";
        }
    }

    Reply user(String id) {
        var devices = devicesByUser();
        return fleet.user(id)
                .map(user -> Reply.json(JsonOut.render(json -> json.object(out -> write(out, user, devices)))))
                .orElseGet(Reply::notFound);
    }

    private static void write(JsonOut out, SimulatedUser user, Map<String, Integer> devices) {
        out.put("active", !user.archived())
                .put("archived", user.archived())
                .put("created_at", SINCE)
                .putOrNull("department", user.department())
                .put("deprecated_user_id", String.valueOf(user.legacyId()))
                .put("email", user.email())
                .put("id", user.id())
                .object(
                        "integration",
                        integration -> integration
                                .put("id", 634)
                                .put("name", "acme")
                                .put("uuid", "f7461096-4ef9-43aa-88e9-ca1967ba0b38")
                                .put("type", "office365"))
                .putOrNull("job_title", user.jobTitle())
                .put("name", user.name())
                .put("device_count", devices.getOrDefault(user.id(), 0))
                .put("updated_at", SINCE);
    }

    private Map<String, Integer> devicesByUser() {
        var version = fleet.version();
        var known = counted;
        if (known.version() != version) {
            known = new Counted(version, fleet.devicesByUser());
            counted = known;
        }
        return known.devicesByUser();
    }

    Reply blueprints(Request request) {
        var asked = Tenant.BLUEPRINTS.stream()
                .filter(one -> request.parameter("id").map(one.id()::equals).orElse(true))
                .filter(one -> request.parameter("id__in")
                        .map(ids -> List.of(ids.split(",")).contains(one.id()))
                        .orElse(true))
                .filter(one ->
                        request.parameter("name").map(one.name()::contains).orElse(true))
                .toList();
        var used = fleet.all().stream()
                .map(entry -> entry.row().field("blueprint_id"))
                .toList();
        return pages.byOffset(
                request,
                asked,
                BLUEPRINT_PAGE,
                (out, blueprint) -> out.put("id", blueprint.id())
                        .put("name", blueprint.name())
                        .put("icon", "ss-files")
                        .put("color", "aqua-800")
                        .put("description", "")
                        .emptyObject("params")
                        .put("computers_count", Collections.frequency(used, blueprint.id()))
                        .object(
                                "enrollment_code",
                                code -> code.put("code", blueprint.code()).put("is_active", true))
                        .put("type", blueprint.kind()));
    }

    Reply tags(Request request) {
        var asked = Tenant.TAGS.stream()
                .filter(tag ->
                        request.parameter("search").map(tag.name()::contains).orElse(true))
                .toList();
        return pages.byOffset(
                request,
                asked,
                BLUEPRINT_PAGE,
                (out, tag) -> out.put("id", tag.id()).put("name", tag.name()));
    }

    Reply licensing() {
        var platforms =
                fleet.all().stream().map(entry -> entry.row().field("platform")).toList();
        return Reply.json(JsonOut.render(json -> json.object(out -> out.object(
                        "counts",
                        counts -> counts.put("computers_count", platforms.size())
                                .put("ios_count", count(platforms, Platform.IPHONE))
                                .put("ipados_count", count(platforms, Platform.IPAD))
                                .put("macos_count", count(platforms, Platform.MAC))
                                .put("tvos_count", count(platforms, Platform.APPLE_TV)))
                .object(
                        "limits",
                        limits -> limits.put("plan_type", "single_limit")
                                .put("max_devices", platforms.size() + 100)
                                .object(
                                        "max_devices_per_platform",
                                        most -> most.put("macos", 0).put("ios_ipados", 0)))
                .put("tenantOverLicenseLimit", false))));
    }

    private static int count(Collection<String> platforms, Platform platform) {
        return Collections.frequency(platforms, platform.label());
    }
}
