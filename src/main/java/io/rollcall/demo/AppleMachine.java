package io.rollcall.demo;

import java.util.List;

/** What the details of an Apple device say of the machine: hardware, disks, network, accounts, profiles. */
final class AppleMachine {

    private final SimulatedDevice device;
    private final DeviceModel model;
    private final boolean mac;
    private final boolean television;
    private final Dice dice;

    AppleMachine(SimulatedDevice device) {
        this.device = device;
        this.model = device.model();
        this.mac = device.platform() == Platform.MAC;
        this.television = device.platform() == Platform.APPLE_TV;
        this.dice = device.dice();
    }

    /** The account name of the person who uses a Mac. */
    static String account(SimulatedDevice device) {
        return device.user().map(SimulatedUser::account).orElse("admin");
    }

    void hardware(JsonOut out) {
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

    void volumes(JsonOut out) {
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

    void network(JsonOut out) {
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

    void users(JsonOut out) {
        out.array("regular_users", rows -> {
                    if (mac) {
                        account(rows, account(device), "501", "/Users/" + account(device), "Yes", true);
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

    void profiles(JsonOut out) {
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
}
