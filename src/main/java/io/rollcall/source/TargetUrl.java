package io.rollcall.source;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Holds an address that an administrator had messages sent to against the rules that connections have, but for the hosts. */
public final class TargetUrl {

    private TargetUrl() {}

    /** What is wrong with it, as a sentence without a full stop; empty: nothing. The address is not resolved here. */
    public static Optional<String> problem(URI url, AddressRules rules) {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        var host = url.getHost();
        if (host == null) {
            return Optional.of("it names no host");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && rules.allowHttp())) {
            return Optional.of("it doesn't begin with https://");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("it holds a user name or password");
        }
        boolean literal = host.startsWith("[") || HostNames.endsInANumber(host.toLowerCase(Locale.ROOT));
        if (literal && !rules.allowPrivate()) {
            return Optional.of("it names an IP address");
        }
        return Optional.empty();
    }
}
