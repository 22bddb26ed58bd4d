package io.rollcall.demo;

import java.time.Duration;
import java.util.Locale;

/** {@code GET /devices/{id}/details} of a Windows or Android device, which has hardly a key in common with Apple's. */
final class OtherDetails {

    private final SimulatedDevice device;
    private final Duration drift;
    private final Dice dice;

    OtherDetails(SimulatedDevice device, Duration drift) {
        this.device = device;
        this.drift = drift;
        this.dice = device.dice();
    }

    byte[] render() {
        return JsonOut.render(
                json -> json.object(device.platform() == Platform.WINDOWS ? this::windows : this::android));
    }

    private void windows(JsonOut out) {
        out.object("general", section -> {
                    general(section);
                    section.put("manufacturer", device.model().maker())
                            .put("device_model", device.model().marketingName())
                            .put("device_type", device.model().marketingName())
                            .put("os_name", "Windows 11")
                            .put("os_version", device.os().extra())
                            .put("os_build", device.os().build())
                            .put("os_edition", "Professional")
                            .put("update_build_revision", device.os().build().substring(6))
                            .put("language", "en-US");
                })
                .object(
                        "mdm",
                        section -> section.put("management_client_revision", "1.3")
                                .put("windows_device_id", dice.word(32)))
                .object(
                        "hardware_overview",
                        section -> section.put("bios_version", "19.104." + dice.below(200))
                                .put("commercialization_operator", "Not Present")
                                .put("free_capacity", String.valueOf(90_000 + dice.below(300_000)))
                                .put("processor_architecture", "X64")
                                .put("radio_software_version", "Not Present")
                                .put("smbios_serial_number", device.serial())
                                .put(
                                        "total_ram",
                                        String.valueOf(1024 * (device.model().memoryGb() << dice.below(2))))
                                .put("total_capacity", "486061"))
                .object("network", this::windowsNetwork)
                .object(
                        "kandji_agent",
                        section -> section.put("is_agent_installed", true)
                                .put(
                                        "install_date",
                                        Stamps.iso(device.lastEnrollment().plusSeconds(132)))
                                .put(
                                        "last_check_in_datetime",
                                        Stamps.iso(device.lastCheckIn().plus(drift)))
                                .put("version", GeneratedRow.agentVersion(device)))
                .strings("tags", device.tags());
    }

    private void windowsNetwork(JsonOut out) {
        out.put("dns_computer_name", device.name())
                .put("iccid", "")
                .put("volte_service_setting", "False")
                .put("wifi_dns_suffix", "acme.example")
                .put("wifi_ipv4_address", "10.40." + dice.below(256) + "." + (1 + dice.below(254)))
                .put("wifi_ipv6_address", "fd7c:3a1b:9f42:8d27::" + Integer.toHexString(1 + dice.below(65_000)) + "/64")
                .put("wifi_subnet_mask", "255.255.255.0");
    }

    private void android(JsonOut out) {
        out.object("general", section -> {
                    general(section);
                    section.put("manufacturer", device.model().maker())
                            .put("model_name", device.model().marketingName())
                            .put("serial_number", device.serial())
                            .put("os_version", device.os().version())
                            .put("os_build", device.os().build())
                            .put(
                                    "api_level",
                                    String.valueOf(
                                            20 + Integer.parseInt(device.os().version())))
                            .put("security_patch_level", device.os().extra())
                            .put("enterprise_id", "LC0187hrje")
                            .put("enterprise_device_id", dice.word(16).toLowerCase(Locale.ROOT));
                })
                .object(
                        "hardware",
                        section -> section.put("available_capacity", 20 + dice.below(80) + ".93")
                                .put("total_capacity", "110.28")
                                .put("total_ram", device.model().memoryGb() - 1 + ".28")
                                .put(
                                        "wifi_mac_address",
                                        "02:00:5e:10:" + (10 + dice.below(90)) + ":" + (10 + dice.below(90))))
                .object(
                        "management",
                        section ->
                                section.put("management_mode", "PROFILE_OWNER").put("ownership", "COMPANY_OWNED"))
                .object(
                        "cellular",
                        section -> section.put("imei", "35562419" + (1_000_000 + dice.below(9_000_000)))
                                .put("meid", ""))
                .object(
                        "security",
                        section -> section.putNull("android_debug_bridge_enabled")
                                .put("device_posture", "SECURE")
                                .putNull("developer_mode_enabled")
                                .put("encryption_status", "ACTIVE_PER_USER")
                                .put("has_google_play_protect", true)
                                .put("has_passcode", true)
                                .put("is_encrypted", true)
                                .putNull("unknown_app_sources_enabled"))
                .strings("tags", device.tags());
    }

    private void general(JsonOut out) {
        out.put("device_id", device.deviceId())
                .put("device_name", device.name())
                .put("platform", device.platform().label())
                .put("first_enrollment", Stamps.spaced(device.firstEnrollment()))
                .put("last_enrollment", Stamps.spaced(device.lastEnrollment()));
        GeneratedRow.user(out, "assigned_user", device, true);
        out.put("blueprint_name", device.blueprint().name())
                .put("blueprint_uuid", device.blueprintId())
                .put("asset_tag", device.assetTag());
    }
}
