package io.rollcall.device;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The platforms MDMs speak of, and what a platform alone says of a device. */
enum Platform {
    MAC(true, DeviceType.UNKNOWN, "macOS"),
    IPHONE(true, DeviceType.PHONE, "iOS"),
    IPOD(true, DeviceType.PHONE, "iOS"),
    IPAD(true, DeviceType.TABLET, "iPadOS"),
    /** Jamf's word for both iPhone and iPad. */
    IOS(true, DeviceType.UNKNOWN, ""),
    APPLE_TV(true, DeviceType.TV, "tvOS"),
    WATCH(true, DeviceType.WATCH, "watchOS"),
    VISION(true, DeviceType.HEADSET, "visionOS"),
    WINDOWS(false, DeviceType.UNKNOWN, "Windows"),
    ANDROID(false, DeviceType.UNKNOWN, "Android"),
    /** Not reported, or a word not known here. */
    OTHER(false, DeviceType.UNKNOWN, "");

    /** How Iru (Mac, iPhone, AppleTV …), Jamf (Mac, iOS, tvOS …) and others word it: lower case, no spaces. */
    private static final Map<String, Platform> BY_WORD = Map.ofEntries(
            Map.entry("mac", MAC),
            Map.entry("macos", MAC),
            Map.entry("iphone", IPHONE),
            Map.entry("ipod", IPOD),
            Map.entry("ipodtouch", IPOD),
            Map.entry("ipad", IPAD),
            Map.entry("ipados", IPAD),
            Map.entry("ios", IOS),
            Map.entry("appletv", APPLE_TV),
            Map.entry("tvos", APPLE_TV),
            Map.entry("applewatch", WATCH),
            Map.entry("watchos", WATCH),
            Map.entry("applevision", VISION),
            Map.entry("visionos", VISION),
            Map.entry("windows", WINDOWS),
            Map.entry("android", ANDROID));

    /** iPads ran iOS before this version. */
    private static final int FIRST_IPADOS = 13;

    private final boolean apple;
    private final DeviceType type;
    private final String osName;

    Platform(boolean apple, DeviceType type, String osName) {
        this.apple = apple;
        this.type = type;
        this.osName = osName;
    }

    static Platform of(Optional<String> text) {
        return text.map(word -> BY_WORD.getOrDefault(word.replace(" ", "").toLowerCase(Locale.ROOT), OTHER))
                .orElse(OTHER);
    }

    boolean isApple() {
        return apple;
    }

    /** {@link DeviceType#UNKNOWN} where the platform has devices of several types. */
    DeviceType type() {
        return type;
    }

    /**
     * Empty where it can't be told.
     *
     * @param device the device's type, which tells iPads from iPhones where the platform is just iOS
     */
    Optional<String> osName(DeviceType device, Optional<String> osVersion) {
        var settled =
                this != IOS ? this : device == DeviceType.TABLET ? IPAD : device == DeviceType.PHONE ? IPHONE : this;
        if (settled == IPAD
                && osVersion
                        .map(Platform::major)
                        .filter(major -> major < FIRST_IPADOS)
                        .isPresent()) {
            return Optional.of(IPHONE.osName);
        }
        return Optional.of(settled.osName).filter(name -> !name.isEmpty());
    }

    /** The number a version starts with; a version that starts otherwise counts as current. */
    private static int major(String version) {
        var end = 0;
        while (end < version.length() && end < 4 && version.charAt(end) >= '0' && version.charAt(end) <= '9') {
            end++;
        }
        return end == 0 ? Integer.MAX_VALUE : Integer.parseInt(version, 0, end, 10);
    }
}
