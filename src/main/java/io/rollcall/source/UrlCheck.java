package io.rollcall.source;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Holds a base URL that a person entered against the rules, so that a token can't be sent where it doesn't belong. */
final class UrlCheck {

    private static final String FIELD = "base-url";
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::(\\d{1,5}))?");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private final SourceDefinition definition;
    private final AddressRules rules;

    UrlCheck(SourceDefinition definition, AddressRules rules) {
        this.definition = definition;
        this.rules = rules;
    }

    URI check(String entered) {
        var url = parse(entered);
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        require(
                scheme.equals("https") || scheme.equals("http"),
                "It doesn't start with https://",
                "Enter it as " + example());
        var authority = String.valueOf(url.getRawAuthority());
        require(url.getRawAuthority() != null && !url.isOpaque(), "It names no host", "Enter it as " + example());
        require(!authority.contains("@"), "It holds a user name or password", "Enter the address alone");
        require(
                url.getRawQuery() == null && url.getRawFragment() == null,
                "It has a ? or # part",
                "Leave that part out");

        var parts = AUTHORITY.matcher(authority);
        require(parts.matches(), "The host or port can't be read", "Enter it as " + example());
        var host = normal(parts.group(1));
        boolean isPrivate = checkHost(host);
        if (scheme.equals("http")) {
            require(
                    rules.allowHttp() && isPrivate,
                    "It is http, which would send the token in the clear",
                    "Enter it with https://; http is only for simulated tenants on private addresses, where that is allowed");
        }
        var port = parts.group(2) == null ? "" : ":" + Integer.parseInt(parts.group(2));
        return URI.create(scheme + "://" + host + withoutDefault(port, scheme) + path(url));
    }

    /** Whether the host is on a private network, if it is allowed at all. */
    private boolean checkHost(String host) {
        if (host.startsWith("[") || DOTTED.matcher(host).matches()) {
            var address = literal(host);
            require(
                    rules.allowPrivate() && AddressRules.isPrivate(address) && rules.isAllowed(address),
                    "It names an IP address",
                    "Enter the host's name, for example " + example());
            return true;
        }
        require(
                !HostNames.endsInANumber(host),
                "It names an IP address",
                "Enter the host's name, for example " + example());
        require(HostNames.isName(host), "\"" + host + "\" is not a host name", "Enter it as " + example());
        boolean isPrivate = rules.allowPrivate() && HostNames.isPrivateName(host);
        require(
                isPrivate
                        || HostNames.matchesAny(host, definition.hosts())
                        || HostNames.matchesAny(host, rules.allowedHosts()),
                "The host " + host + " is not one of " + definition.title() + "'s",
                "Allowed are " + String.join(", ", definition.hosts())
                        + "; an administrator can allow further hosts in the settings");
        return isPrivate;
    }

    private static URI parse(String entered) {
        try {
            return new URI(entered);
        } catch (URISyntaxException e) {
            throw BaseUrl.wrong(FIELD, "It can't be read as an address", "Check it for blanks and odd characters");
        }
    }

    private static InetAddress literal(String host) {
        try {
            // No look-up happens: both callers have seen that it is an address.
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw BaseUrl.wrong(FIELD, "It names an IP address that can't be", "Enter the host's name");
        }
    }

    private static String normal(String host) {
        if (host.startsWith("[")) {
            return host.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("\\.$", "");
        } catch (IllegalArgumentException e) {
            throw BaseUrl.wrong(FIELD, "The host is not a name that can exist", "Check its spelling");
        }
    }

    private static String path(URI url) {
        var path = url.normalize().getRawPath();
        return path == null ? "" : path.replaceFirst("/+$", "");
    }

    private static String withoutDefault(String port, String scheme) {
        return port.equals(scheme.equals("https") ? ":443" : ":80") ? "" : port;
    }

    private String example() {
        return "https://"
                + definition.hosts().stream()
                        .findFirst()
                        .orElse("*.example.com")
                        .replace("*", "acme");
    }

    private static void require(boolean holds, String found, String allowed) {
        if (!holds) {
            throw BaseUrl.wrong(FIELD, found, allowed);
        }
    }
}
