package io.rollcall.demo;

import java.time.Duration;
import java.util.List;

/**
 * A {@link SimulatedDevice} as the API shows it.
 *
 * @param otherPlatforms whether the tenant has Windows and Android switched on: then every row has their keys
 */
record GeneratedRow(SimulatedDevice device, boolean otherPlatforms) implements Row {

    @Override
    public String deviceId() {
        return device.deviceId();
    }

    @Override
    public List<String> tags() {
        return device.tags();
    }

    @Override
    public String field(String key) {
        return switch (key) {
            case "device_id" -> device.deviceId();
            case "device_name" -> device.name();
            case "serial_number" -> device.serial();
            case "model" -> device.model().marketingName();
            case "platform" -> device.platform().label();
            case "os_version" -> device.os().version();
            case "asset_tag" -> device.assetTag();
            case "blueprint_id" -> device.blueprintId();
            case "last_check_in" -> Stamps.iso(device.lastCheckIn());
            case "filevault_enabled" ->
                device.platform() == Platform.MAC ? String.valueOf(AppleDetails.hasFileVault(device)) : "";
            case "user_email" -> device.user().map(SimulatedUser::email).orElse("");
            case "user", "user_name" -> device.user().map(SimulatedUser::name).orElse("");
            case "user_id" -> device.user().map(SimulatedUser::id).orElse("");
            default -> "";
        };
    }

    @Override
    public byte[] detailsJson(Duration drift) {
        return device.platform().isApple()
                ? new AppleDetails(device, drift).render()
                : new OtherDetails(device, drift).render();
    }

    @Override
    public byte[] listJson(Duration drift) {
        return JsonOut.render(json -> json.object(row -> writeTo(row, drift)));
    }

    private void writeTo(JsonOut row, Duration drift) {
        var windows = device.platform() == Platform.WINDOWS;
        var android = device.platform() == Platform.ANDROID;
        row.put("device_id", device.deviceId())
                .put("device_name", device.name())
                .put("model", device.model().marketingName())
                .put("serial_number", device.serial())
                .put("platform", device.platform().label())
                .put("os_version", device.os().version())
                .put(
                        "supplemental_build_version",
                        windows || android ? "" : device.os().build())
                .put("supplemental_os_version_extra", "");
        if (otherPlatforms) {
            row.put("api_level", "")
                    .put("security_patch_level", android ? device.os().extra() : "");
        }
        row.put("last_check_in", Stamps.iso(device.lastCheckIn().plus(drift)));
        user(row, "user", device, false);
        row.put("asset_tag", device.assetTag())
                .put("blueprint_id", device.blueprintId())
                .put("mdm_enabled", true)
                // Documented lists say true for phones and tablets, though these have no agent.
                .put("agent_installed", device.platform() != Platform.APPLE_TV && !android)
                .put("is_missing", device.missing())
                .put("is_removed", false)
                .put("agent_version", agentVersion(device))
                .put("first_enrollment", Stamps.spaced(device.firstEnrollment()))
                .put("last_enrollment", Stamps.spaced(device.lastEnrollment()))
                .put("blueprint_name", device.blueprint().name())
                .put("lost_mode_status", "");
        if (otherPlatforms) {
            row.put("full_software_version", windows ? device.os().extra() : "");
        }
        row.strings("tags", device.tags());
    }

    static String agentVersion(SimulatedDevice device) {
        return switch (device.platform()) {
            case MAC -> "4.5.9 (5160)";
            case WINDOWS -> "1.0.00002.0002";
            default -> "";
        };
    }

    /** The user as an object; where there is none, {@code ""} or {@code null}. */
    static void user(JsonOut out, String key, SimulatedDevice device, boolean nullForNone) {
        if (device.user().isPresent()) {
            var user = device.user().get();
            out.object(
                    key,
                    fields -> fields.put("email", user.email())
                            .put("name", user.name())
                            .put("id", user.id())
                            .put("is_archived", user.archived()));
        } else if (nullForNone) {
            out.putNull(key);
        } else {
            out.put(key, "");
        }
    }

    @Override
    public ExpectedDevice expected() {
        return new ExpectedDevice(
                device.deviceId(),
                device.serial(),
                device.name(),
                device.platform().label(),
                device.model().marketingName(),
                device.model().identifier(),
                device.os().version(),
                field("user_email"),
                device.assetTag());
    }
}
