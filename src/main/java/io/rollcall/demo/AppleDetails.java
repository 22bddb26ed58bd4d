package io.rollcall.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /devices/{id}/details} of an Apple device: the sections each platform has, in the vendor's order and with its
 * odd spellings (booleans as {@code "True"}, numbers as text, five kinds of date).
 */
final class AppleDetails {

    private static final List<String> COLORS = List.of("SILVER", "SPACE GRAY", "BLUE", "MIDNIGHT");

    private final SimulatedDevice device;
    private final DeviceModel model;
    private final boolean mac;
    private final boolean television;
    private final Instant checkIn;
    private final Dice dice;
    private final AppleMachine machine;

    AppleDetails(SimulatedDevice device, Duration drift) {
        this.device = device;
        this.model = device.model();
        this.mac = device.platform() == Platform.MAC;
        this.television = device.platform() == Platform.APPLE_TV;
        this.checkIn = device.lastCheckIn().plus(drift);
        this.dice = device.dice();
        this.machine = new AppleMachine(device);
    }

    static boolean hasFileVault(SimulatedDevice device) {
        return device.dice().chance(80);
    }

    static String color(SimulatedDevice device) {
        return COLORS.get(device.deviceId().charAt(0) % COLORS.size());
    }

    /** As Apple describes an order line. */
    static String orderLine(SimulatedDevice device) {
        return (device.model().family() + " " + device.model().storageGb() + "GB " + color(device) + "-USA")
                .toUpperCase(Locale.ROOT);
    }

    static String abmModel(SimulatedDevice device) {
        return device.platform() == Platform.MAC
                ? device.model().family()
                : device.model().marketingName();
    }

    static String abmSystem(Platform platform) {
        return switch (platform) {
            case MAC -> "OSX";
            case IPAD -> "iPadOS";
            case APPLE_TV -> "tvOS";
            default -> "iOS";
        };
    }

    byte[] render() {
        return JsonOut.render(json -> json.object(this::sections));
    }

    private void sections(JsonOut out) {
        var fileVault = hasFileVault(device);
        out.object("general", this::general)
                .object("mdm", this::mdm)
                .object("activation_lock", this::activationLock)
                .object("filevault", section -> fileVault(section, fileVault));
        if (!television) {
            out.object("lost_mode", this::lostMode);
        }
        out.object("automated_device_enrollment", this::automatedEnrollment)
                .object("kandji_agent", this::agent)
                .object("hardware_overview", machine::hardware)
                .array("volumes", machine::volumes)
                .object("network", machine::network)
                .object("recovery_information", this::recovery)
                .object("users", machine::users)
                .array("installed_profiles", machine::profiles)
                .object("apple_business_manager", this::businessManager)
                .object("security_information", this::security);
        if (!television) {
            out.object("cellular", this::cellular);
        }
        out.strings("tags", device.tags());
    }

    private void general(JsonOut out) {
        out.put("device_id", device.deviceId())
                .put("device_name", device.name())
                .put("last_enrollment", Stamps.spaced(device.lastEnrollment()))
                .put("first_enrollment", Stamps.spaced(device.firstEnrollment()))
                .put("model", model.marketingName())
                .put("platform", device.platform().label())
                .put("os_version", device.os().version())
                .put("supplemental_build_version", device.os().build())
                .put("supplemental_os_version_extra", "")
                .put(
                        "system_version",
                        mac ? device.os().version() + " (" + device.os().build() + ")" : "")
                .put("boot_volume", mac ? "Macintosh HD" : "")
                .put("time_since_boot", mac ? 1 + dice.below(27) + " days ago" : "")
                .put("last_user", mac ? AppleMachine.account(device) : "")
                .put("asset_tag", device.assetTag());
        GeneratedRow.user(out, "assigned_user", device, false);
        out.put("blueprint_name", device.blueprint().name()).put("blueprint_uuid", device.blueprintId());
    }

    private void mdm(JsonOut out) {
        out.put("mdm_enabled", "True");
        if (!television) {
            out.put("supervised", "True");
        }
        out.put("install_date", Stamps.spaced(device.lastEnrollment().minusMillis(174)))
                .put("last_check_in", Stamps.spaced(mac ? checkIn.minusSeconds(1 + dice.below(3000)) : checkIn))
                .strings(
                        "mdm_enabled_user",
                        mac && device.user().isPresent() ? List.of(AppleMachine.account(device)) : List.of());
    }

    private void activationLock(JsonOut out) {
        out.put("bypass_code_failed", false);
        if (television) {
            out.putNull("user_activation_lock_enabled")
                    .put("device_activation_lock_enabled", false)
                    .putNull("activation_lock_allowed_while_supervised");
        } else {
            out.put("user_activation_lock_enabled", dice.chance(5))
                    .put("device_activation_lock_enabled", dice.chance(20))
                    .put("activation_lock_allowed_while_supervised", false);
        }
        out.put("activation_lock_supported", !television);
    }

    private void fileVault(JsonOut out, boolean enabled) {
        if (mac) {
            out.put("filevault_enabled", enabled);
        } else {
            out.putNull("filevault_enabled");
        }
        out.put("filevault_recoverykey_type", mac && enabled ? "Personal" : "")
                .put("filevault_prk_escrowed", mac && enabled)
                .put("filevault_next_rotation", "")
                .put("filevault_regen_required", false);
    }

    private void lostMode(JsonOut out) {
        if (device.lostMode()) {
            lostModeOf(device, out);
        }
    }

    /** The state of a device in lost mode, here and in {@code /details/lostmode}. */
    static void lostModeOf(SimulatedDevice device, JsonOut out) {
        var since = device.lastCheckIn().minusSeconds(150);
        out.put("lost_mode_status", "ENABLED")
                .put("enabled_by", "Ada Abbott")
                .put("enable_status_at", Stamps.iso(since))
                .put("lock_screen_message", "This device is lost. Please call us.")
                .put("lock_screen_phone_number", "1234567890")
                .put("lock_screen_footnote", "Acme IT")
                .put("disable_status", "")
                .put("disabled_by", "")
                .put("disable_status_at", "")
                .put("last_location_status", "SUCCESS")
                .put("last_location_status_at", Stamps.iso(since.plusSeconds(62)))
                .object(
                        "last_location",
                        where -> where.put("latitude", "52.52437120341225").put("longitude", "13.41053017281124"))
                .put("last_location_at", Stamps.iso(since.plusSeconds(61)))
                .put("sound_status", "SUCCESS")
                .put("sound_status_at", Stamps.iso(since.plusSeconds(140)));
    }

    private void automatedEnrollment(JsonOut out) {
        if (device.ade().isPresent() && !television) {
            out.put("auto_enroll_eligible", true).put("auto_enrolled", true);
        }
    }

    private void agent(JsonOut out) {
        out.put("agent_installed", mac ? "True" : "False")
                .put(
                        "install_date",
                        mac ? Stamps.spacedSeconds(device.lastEnrollment().plusSeconds(74)) : "")
                .put("last_check_in", Stamps.iso(checkIn))
                .put("agent_version", GeneratedRow.agentVersion(device));
    }

    private void recovery(JsonOut out) {
        var locked = mac && dice.chance(30);
        out.put("recovery_lock_enabled", locked)
                .put("firmware_password_exist", false)
                .put("firmware_password_pending", false);
        if (locked) {
            out.put(
                    "password_rotation_scheduled",
                    Stamps.iso(device.lastCheckIn().plus(Duration.ofDays(30))));
        } else {
            out.putNull("password_rotation_scheduled");
        }
        if (!television && !device.lostMode()) {
            out.put("password_has_been_set", locked);
        }
    }

    private void businessManager(JsonOut out) {
        if (device.ade().isEmpty() || television) {
            return;
        }
        out.put("model", abmModel(device))
                .put("color", color(device))
                .put("description", orderLine(device))
                .put("serial_number", device.serial())
                .put("device_family", device.platform().label())
                .put("os", abmSystem(device.platform()))
                .put(
                        "device_assigned_date",
                        Stamps.spacedSeconds(device.firstEnrollment().minus(Duration.ofDays(9))))
                .put("device_assigned_by", "abm.manager@acme.example");
    }

    private void security(JsonOut out) {
        if (mac) {
            out.put("remote_desktop_enabled", dice.chance(20));
        } else {
            out.putNull("remote_desktop_enabled");
        }
    }

    private void cellular(JsonOut out) {
        if (!mac) {
            out.put("voice_roaming", false)
                    .put("data_roaming", false)
                    .put("cellular_technology", device.platform() == Platform.IPHONE ? 3 : 0)
                    .putNull("subscriptions");
        }
    }
}
