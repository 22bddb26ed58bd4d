package io.rollcall.demo;

import io.rollcall.demo.Tenant.AdeServer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Automated Device Enrollment: the tokens of Apple Business Manager, and the devices in it, enrolled or not. */
final class AdeEndpoints {

    private static final int PAGE = 300;
    /** Numbers of devices that were bought and not unpacked: beyond those of any fleet. */
    private static final int FIRST_UNOPENED = 500_000_000;

    private final SimulatedFleet fleet;
    private final Pages pages;
    private final List<Row> unopened;
    private volatile Listed listed = new Listed(-1, List.of());

    private record Row(SimulatedDevice device, boolean enrolled) {}

    private record Listed(long version, List<Row> rows) {}

    /** About one device in fifty is still in its box, and at least two are. */
    AdeEndpoints(SimulatedFleet fleet, Pages pages, int fleetSize) {
        this.fleet = fleet;
        this.pages = pages;
        this.unopened = IntStream.iterate(FIRST_UNOPENED, number -> number + 1)
                .mapToObj(number -> fleet.generator().device(number, Optional.empty()))
                .filter(device -> device.ade().isPresent() && device.platform() != Platform.APPLE_TV)
                .limit(Math.max(2, fleetSize / 50))
                .map(device -> new Row(device, false))
                .toList();
    }

    Reply integrations(Request request) {
        return pages.byOffset(request, Tenant.ADE_SERVERS, PAGE, this::write);
    }

    Reply integration(String id) {
        return server(id)
                .map(server -> Reply.json(JsonOut.render(json -> json.object(out -> write(out, server)))))
                .orElseGet(Reply::notFound);
    }

    Reply devices(Request request) {
        var account = request.parameter("dep_account");
        if (account.filter(text -> !isUuid(text)).isPresent()) {
            return Reply.json(400, "{\"dep_account\":[\"Enter a valid UUID.\"]}");
        }
        return page(request, account);
    }

    Reply devicesOf(String id, Request request) {
        return server(id).map(server -> page(request, Optional.of(server.id()))).orElseGet(Reply::notFound);
    }

    private Reply page(Request request, Optional<String> account) {
        var rows = rows().stream()
                .filter(row -> account.isEmpty() || row.device().ade().equals(account))
                .filter(row -> request.parameter("serial_number")
                        .map(row.device().serial()::contains)
                        .orElse(true))
                .filter(row -> request.parameter("device_family")
                        .map(row.device().platform().label()::equals)
                        .orElse(true))
                .filter(row -> request.parameter("profile_status")
                        .map(status(row)::equals)
                        .orElse(true))
                .toList();
        return pages.byNumber(request, rows, PAGE, AdeEndpoints::write);
    }

    private List<Row> rows() {
        var version = fleet.version();
        var known = listed;
        if (known.version() != version) {
            var enrolled = fleet.devices().stream()
                    .filter(device -> device.ade().isPresent())
                    .map(device -> new Row(device, true));
            known = new Listed(
                    version, Stream.concat(enrolled, unopened.stream()).toList());
            listed = known;
        }
        return known.rows();
    }

    private static Optional<AdeServer> server(String id) {
        return Tenant.ADE_SERVERS.stream()
                .filter(server -> server.id().equals(id))
                .findFirst();
    }

    private static boolean isUuid(String text) {
        try {
            return Objects.equals(UUID.fromString(text).toString(), text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String status(Row row) {
        return row.enrolled() ? "pushed" : "assigned";
    }

    private static void write(JsonOut out, Row row) {
        var device = row.device();
        var assigned = device.firstEnrollment().minus(Duration.ofDays(9));
        var server = device.adeServer().orElse(Tenant.ADE_SERVERS.get(0));
        out.putOrNull("blueprint_id", row.enrolled() ? device.blueprintId() : "");
        if (row.enrolled()) {
            out.object(
                    "mdm_device",
                    mdm -> mdm.put("id", device.deviceId())
                            .put("enrolled_at", Stamps.iso(device.lastEnrollment()))
                            .put("name", device.name())
                            .put("enrollment_status", device.platform() == Platform.MAC ? 4 : 3)
                            .put("deferred_install", false)
                            .put("is_missing", device.missing())
                            .put("is_removed", false));
        } else {
            out.putNull("mdm_device");
        }
        out.putOrNull("user_id", device.user().map(SimulatedUser::id).orElse(""))
                .strings("tags", row.enrolled() ? device.tags() : List.of())
                .object("dep_account", account -> account.put("id", server.id()).put("server_name", server.name()))
                .putOrNull("asset_tag", row.enrolled() ? device.assetTag() : "")
                .put("color", AppleDetails.color(device))
                .put("description", AppleDetails.orderLine(device))
                .put("device_assigned_by", "abm.manager@acme.example")
                .put("device_assigned_date", Stamps.isoSeconds(assigned))
                .put("device_family", device.platform().label())
                .put("model", AppleDetails.abmModel(device))
                .put("os", AppleDetails.abmSystem(device.platform()))
                .put("profile_assign_time", Stamps.isoSeconds(assigned.plusSeconds(58_325)))
                .putOrNull("profile_push_time", row.enrolled() ? Stamps.isoSeconds(device.firstEnrollment()) : "")
                .put("profile_status", status(row))
                .put("serial_number", device.serial())
                .put("id", Dice.of(device.deviceId().hashCode(), 7).uuid())
                .put("last_assignment_status", "SUCCESS")
                .put("failed_assignment_attempts", 0)
                .put("assignment_status_received_at", Stamps.iso(assigned.plusSeconds(58_400)))
                .put("use_blueprint_routing", !row.enrolled());
    }

    private void write(JsonOut out, AdeServer server) {
        var blueprint = Tenant.BLUEPRINTS.get(0);
        out.put("id", server.id())
                .object(
                        "blueprint",
                        its -> its.put("id", blueprint.id())
                                .put("name", blueprint.name())
                                .put("icon", "ss-files")
                                .put("color", "aqua-800"))
                .put("access_token_expiry", "2027-03-11T04:41:43Z")
                .put("server_name", server.name())
                .put("server_uuid", server.serverUuid())
                .put("admin_id", "abm.manager@acme.example")
                .put("org_name", "acme")
                .put("org_email", "abm.manager@acme.example")
                .put("org_phone", "+1 (555) 555-0100")
                .put("org_address", "1 Example Street,San Diego CA 92101,USA")
                .put("org_type", "org")
                .put("stoken_file_name", server.name() + "_Token_2026-03-11T04-41-43Z_smime.p7m")
                .put("last_device_sync", Stamps.iso(fleet.generator().now().minusSeconds(1800)))
                .object(
                        "defaults",
                        defaults ->
                                defaults.put("email", "helpdesk@acme.example").put("phone", "1234567890"))
                .put("days_left", 231)
                .put("status", server.broken() ? "BROKEN" : "SUCCESS")
                .putOrNull("status_reason", server.broken() ? "FORBIDDEN" : "")
                .put("status_received_at", Stamps.iso(fleet.generator().now().minusSeconds(3600)))
                .object("device_counts", counts -> writeCounts(counts, server));
    }

    /** A family without devices has no key; {@code total} is always there. */
    private void writeCounts(JsonOut counts, AdeServer server) {
        var platforms = rows().stream()
                .filter(row -> row.device().ade().equals(Optional.of(server.id())))
                .map(row -> row.device().platform())
                .toList();
        platforms.stream()
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(family -> counts.put(
                        family.label(),
                        platforms.stream().filter(family::equals).count()));
        counts.put("total", platforms.size());
    }
}
