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

    AppleDetails(SimulatedDevice device, Duration drift) {
        this.device = device;
        this.model = device.model();
        this.mac = device.platform() == Platform.MAC;
        this.television = device.platform() == Platform.APPLE_TV;
        this.checkIn = device.lastCheckIn().plus(drift);
        this.dice = device.dice();
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
                .object("hardware_overview", this::hardware)
                .array("volumes", this::volumes)
                .object("network", this::network)
                .object("recovery_information", this::recovery)
                .object("users", this::users)
                .array("installed_profiles", this::profiles)
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
                .put("last_user", mac ? account() : "")
                .put("asset_tag", device.assetTag());
        GeneratedRow.user(out, "assigned_user", device, false);
        out.put("blueprint_name", device.blueprint().name()).put("blueprint_uuid", device.blueprintId());
    }

    private String account() {
        return device.user().map(SimulatedUser::account).orElse("admin");
    }

    private void mdm(JsonOut out) {
        out.put("mdm_enabled", "True");
        if (!television) {
            out.put("supervised", "True");
        }
        out.put("install_date", Stamps.spaced(device.lastEnrollment().minusMillis(174)))
                .put("last_check_in", Stamps.spaced(mac ? checkIn.minusSeconds(1 + dice.below(3000)) : checkIn))
                .strings("mdm_enabled_user", mac && device.user().isPresent() ? List.of(account()) : List.of());
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
                .object("last_location", where -> where.put("latitude", "52.52437120341225")
                        .put("longitude", "13.41053017281124"))
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

    private void hardware(JsonOut out) {
        if (!mac) {
            out.put("uuid", "0000" + (8020 + dice.below(30)) + "-" + dice.word(16))
                    .put("serial_number", device.serial())
                    .put("model_identifier", model.identifier());
            return;
        }
        var cores = String.valueOf(model.cores());
        out.put("model_name", model.family())
                .put("model_identifier", model.identifier())
                .put("processor_name", model.chip())
                .put("processor_speed", "")
                .put("number_of_processors", cores)
                .put("total_number_of_cores", cores)
                .put("memory", (model.memoryGb() << dice.below(2)) + " GB " + model.memoryKind())
                .put("udid", dice.uuid())
                .put("serial_number", device.serial());
    }

    private void volumes(JsonOut out) {
        var capacity = (model.storageGb() << dice.below(2)) * (mac ? 0.9128 : 1.0);
        var used = 5 + dice.below(80);
        if (mac) {
            volume(out, "Macintosh HD", "APFS", "disk3s3s1", capacity, used, "No");
            volume(out, "Macintosh HD - Data", "APFS", "disk3s1", capacity, used, "Yes");
        } else if (!television) {
            volume(out, "", "", "", capacity, used, "");
        }
    }

    private static void volume(
            JsonOut out, String name, String format, String id, double capacity, int used, String encrypted) {
        out.object(row -> row.put("name", name)
                .put("format", format)
                .put("percent_used", used + "%")
                .put("identifier", id)
                .put("capacity", gigabytes(capacity))
                .put("available", gigabytes(capacity * (100 - used) / 100))
                .put("encrypted", encrypted));
    }

    /** Up to two decimals and at least one, as the vendor's: {@code 228.27 GB}, {@code 926.3 GB}, {@code 128.0 GB}. */
    private static String gigabytes(double value) {
        return Math.round(value * 100) / 100.0 + " GB";
    }

    private void network(JsonOut out) {
        if (television || device.lostMode()) {
            return;
        }
        var host = device.name().replaceAll("[’']", "").replace(' ', '-');
        out.put("local_hostname", mac ? host : "")
                .put("mac_address", macAddress())
                .put(
                        "ip_address",
                        mac ? "10." + dice.below(32) + "." + dice.below(256) + "." + (1 + dice.below(254)) : "")
                .put("public_ip", mac && dice.chance(30) ? "203.0.113." + (1 + dice.below(254)) : "");
    }

    /** Locally administered, so it is nobody's. */
    private String macAddress() {
        var bits = dice.next();
        var text = new StringBuilder("02");
        for (var i = 0; i < 5; i++, bits >>>= 8) {
            text.append(':')
                    .append(Character.forDigit((int) (bits >> 4 & 15), 16))
                    .append(Character.forDigit((int) (bits & 15), 16));
        }
        return text.toString();
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

    private void users(JsonOut out) {
        out.array("regular_users", rows -> {
                    if (mac) {
                        account(rows, account(), "501", "/Users/" + account(), "Yes", true);
                    }
                })
                .array("system_users", rows -> {
                    if (mac) {
                        account(rows, "_lp", "26", "/var/spool/cups", "No", false);
                        account(rows, "_ard", "67", "/var/empty", "No", false);
                    }
                });
    }

    private static void account(JsonOut out, String name, String uid, String path, String admin, boolean regular) {
        out.object(row -> {
            row.put("username", name).put("uid", uid).put("path", path).put("admin", admin);
            if (regular) {
                row.put("name", "");
            }
        });
    }

    private void profiles(JsonOut out) {
        if (!mac) {
            return;
        }
        profile(out, "MDM Profile", "mdmprofile", 4, List.of("com.apple.mdm", "com.apple.security.scep"));
        profile(
                out,
                "Kandji Agent Settings",
                "pppc",
                -7000,
                List.of(
                        "com.apple.TCC.configuration-profile-policy",
                        "com.apple.notificationsettings",
                        "io.kandji.extensions"));
    }

    private void profile(JsonOut out, String name, String id, int before, List<String> payloads) {
        out.object(row -> row.put("name", name)
                .put("uuid", dice.uuid())
                .put("verified", "verified")
                .put("identifier", "com.kandji.profile." + id)
                .put("organization", "Kandji, Inc.")
                .strings("payload_types", payloads)
                .put("install_date", Stamps.profile(device.lastEnrollment().minusSeconds(before))));
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
