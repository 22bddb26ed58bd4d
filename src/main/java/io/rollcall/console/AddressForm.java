package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.device.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.MultiValueMap;

/**
 * Where a tenant is and how to sign in to it, as a form sent it. What was entered is shown again after a mistake, but for
 * credentials: those are entered again.
 *
 * @param name blank where the connection exists
 * @param credentials by key, without the blank ones
 */
record AddressForm(String name, String baseUrl, String subdomain, String region, Map<String, String> credentials) {

    static final AddressForm BLANK = new AddressForm("", "", "", "", Map.of());

    private static final int LONGEST = 4000;

    private static final String CREDENTIALS = "credentials.";

    static AddressForm of(MultiValueMap<String, String> form) {
        var credentials = new LinkedHashMap<String, String>();
        form.keySet().stream()
                .filter(key -> key.startsWith(CREDENTIALS))
                .forEach(key -> text(form, key)
                        .ifPresent(value -> credentials.put(key.substring(CREDENTIALS.length()), value)));
        return new AddressForm(
                text(form, "name").orElse(""),
                text(form, "baseUrl").orElse(""),
                text(form, "subdomain").orElse(""),
                text(form, "region").orElse(""),
                credentials);
    }

    private static Optional<String> text(MultiValueMap<String, String> form, String key) {
        return Optional.ofNullable(form.getFirst(key))
                .map(text -> Text.storable(text.strip()))
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST)));
    }

    /** A new connection by this preset, not enabled. */
    ConnectionSettings settings(String source, String preset) {
        return new ConnectionSettings(
                name,
                source,
                Optional.of(preset),
                given(baseUrl),
                given(subdomain),
                given(region),
                credentials,
                Optional.empty(),
                Optional.empty());
    }

    /** What changes of a connection that exists; blank fields stay as they are. */
    ConnectionChanges changes() {
        return new ConnectionChanges(
                Optional.empty(),
                given(baseUrl),
                given(subdomain),
                givenRegion(),
                credentials,
                Optional.<JsonNode>empty());
    }

    /** A region alone is what the list had chosen, not what a person entered. */
    private Optional<String> givenRegion() {
        return given(subdomain).isPresent() ? given(region) : Optional.empty();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(entered -> !entered.isEmpty());
    }

    @Override
    public String toString() {
        return "address of " + name;
    }
}
