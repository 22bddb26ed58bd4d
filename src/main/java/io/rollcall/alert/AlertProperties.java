package io.rollcall.alert;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of alerts, and how patiently.
 *
 * @param every how often it is looked whether somebody is to be told
 * @param attempts how often a message is tried again that couldn't be delivered, 0 to 100
 * @param delay the wait before it is tried again; doubled each time
 * @param longestDelay the longest wait
 */
@ConfigurationProperties("rollcall.alerts")
record AlertProperties(
        @DefaultValue Mail mail,
        @DefaultValue Webhook webhook,
        @DefaultValue("5s") Duration every,
        @DefaultValue("20") int attempts,
        @DefaultValue("30s") Duration delay,
        @DefaultValue("1h") Duration longestDelay) {

    private static final int SHORTEST_SECRET = 16;

    AlertProperties {
        if (attempts < 0 || attempts > 100) {
            throw new IllegalArgumentException("attempts must be between 0 and 100: " + attempts);
        }
    }

    /**
     * E-mail, by the server of {@code spring.mail}.
     *
     * @param to addresses; none: no e-mail is sent
     * @param from the sender's address
     * @param severity alerts less severe are not told
     */
    record Mail(
            @DefaultValue List<String> to,
            @DefaultValue("") String from,
            @DefaultValue("warning") Severity severity) {
        Mail {
            to = to.stream().filter(address -> !address.isBlank()).toList();
            if (!to.isEmpty() && from.isBlank()) {
                throw new IllegalArgumentException("from, the sender's address, is required with to");
            }
        }
    }

    /**
     * A POST with JSON.
     *
     * @param url where to; empty: none is sent. It may be a secret itself: Slack's are
     * @param secret what the message is signed with; blank: it isn't
     * @param severity alerts less severe are not told
     */
    record Webhook(
            Optional<URI> url,
            @DefaultValue("") String secret,
            @DefaultValue("warning") Severity severity) {
        Webhook {
            // Boot gives null for an Optional that isn't set, and an empty address for a blank one.
            url = url == null
                    ? Optional.empty()
                    : url.filter(address -> !address.toString().isBlank());
            if (!secret.isEmpty() && secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException("secret must have at least 16 characters");
            }
        }

        /** What may stand in no log. */
        List<String> hidden() {
            return Stream.concat(
                            url.stream()
                                    .flatMap(address ->
                                            Stream.of(address.toString(), address.getRawPath(), address.getRawQuery())),
                            Stream.of(secret))
                    .filter(text -> text != null && text.length() > 1)
                    .toList();
        }

        /** Without the address and the secret. */
        @Override
        public String toString() {
            return "Webhook[severity=" + severity + "]";
        }
    }

    /** Who is told at all, and from which severity on. */
    Map<Destination, Severity> destinations() {
        var destinations = new EnumMap<Destination, Severity>(Destination.class);
        if (!mail.to().isEmpty()) {
            destinations.put(Destination.MAIL, mail.severity());
        }
        if (webhook.url().isPresent()) {
            destinations.put(Destination.WEBHOOK, webhook.severity());
        }
        return destinations;
    }

    /** The wait after this many tries. */
    Duration wait(int tries) {
        var doubled = delay.multipliedBy(1L << Math.min(20, Math.max(0, tries - 1)));
        return doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
    }
}
