package io.rollcall.console;

import java.util.Map;
import org.springframework.stereotype.Component;

/** What people call properties and states; templates know it as {@code @labels}. */
@Component
class Labels {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("asset-id", "Asset ID"),
            Map.entry("imei", "IMEI"),
            Map.entry("os-name", "Operating system"),
            Map.entry("os-version", "OS version"),
            Map.entry("os-build", "OS build"),
            Map.entry("mac-address", "MAC address"),
            Map.entry("mdm-enabled", "MDM enabled"),
            Map.entry("mdm-state", "MDM state"),
            Map.entry("ade-configuration", "ADE configuration"),
            Map.entry("user-id", "User ID"),
            Map.entry("user-email", "User e-mail"),
            Map.entry("last-ip", "Last IP address"),
            Map.entry("last-check-in", "Last check-in"),
            Map.entry("color", "Colour"),
            Map.entry("shutdown", "Shut down"),
            Map.entry("applecare-id", "AppleCare ID"),
            Map.entry("lock-pin", "Lock PIN"));

    /** {@code display-size} is {@code Display size}. */
    static String of(String key) {
        var words = key.replace('-', ' ');
        return NAMES.getOrDefault(
                key, words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    /** The same for templates. */
    public String name(String key) {
        return of(key);
    }

    /** The same for a name as REST has it: {@code orderNumber}. */
    public String field(String name) {
        return of(name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT));
    }
}
