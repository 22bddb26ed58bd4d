package io.rollcall.call;

import io.rollcall.source.AddressRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are sent to MDMs.
 *
 * @param allowPrivateAddresses whether a base URL may be http and may lead to a loopback or private address
 * @param allowedHosts host patterns a base URL may have besides those of its source, for example {@code mdm.acme.com}
 * @param proxy the outbound proxy, {@code http://host:port}; empty: none
 * @param caFile certificates (PEM) trusted besides the JDK's; empty: none
 * @param connectTimeout how long a connection may take to be made
 * @param responseTimeout how long a server may stay silent
 * @param totalTimeout how long an answer may take altogether
 * @param maxAnswer the largest answer that is read
 * @param listRetries how often and how fast a page of a list is asked for again
 * @param detailRetries likewise for the details of one device
 * @param breakerPause how long no request is sent to a tenant that answers hardly any
 */
@ConfigurationProperties("rollcall.http")
public record CallProperties(
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue List<String> allowedHosts,
        Optional<URI> proxy,
        Optional<Path> caFile,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration responseTimeout,
        @DefaultValue("120s") Duration totalTimeout,
        @DefaultValue("32MB") DataSize maxAnswer,
        @DefaultValue Retries listRetries,
        @DefaultValue Retries detailRetries,
        @DefaultValue("10s") Duration breakerPause) {

    public CallProperties {
        allowedHosts = List.copyOf(allowedHosts);
        // Boot gives null for an Optional that isn't set.
        proxy = proxy == null ? Optional.empty() : proxy;
        caFile = caFile == null ? Optional.empty() : caFile;
    }

    /** Where base URLs may lead. */
    public AddressRules addressRules() {
        return new AddressRules(allowPrivateAddresses, allowPrivateAddresses, allowedHosts);
    }

    /**
     * Repetitions of a request that failed for a passing reason.
     *
     * @param attempts how often it is repeated, 0 to 20
     * @param delay the wait before the first repetition; doubled each time, with jitter
     * @param longestDelay the longest wait
     */
    public record Retries(
            @DefaultValue("6") int attempts,
            @DefaultValue("1s") Duration delay,
            @DefaultValue("60s") Duration longestDelay) {
        public Retries {
            if (attempts < 0 || attempts > 20) {
                throw new IllegalArgumentException("attempts must be between 0 and 20: " + attempts);
            }
        }
    }
}
