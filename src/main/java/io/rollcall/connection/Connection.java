package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.policy.Policy;
import io.rollcall.source.Source;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A source's tenant, how to sign in to it and what to do with its devices.
 *
 * @param name unique, never changed; lower case letters, digits and hyphens
 * @param preset the policy file it is based on
 * @param overrides what it overrides of its preset
 * @param policy the policy in force: the preset with the overrides
 * @param credentials empty: stored but unreadable with today's key; they must be entered again
 * @param enabled whether it syncs
 * @param provisioned whether it comes from application.yaml and can only be changed there
 * @param attention for people: why it isn't enabled, or what is wrong with it; blank: nothing
 * @param testPassedAt when its last successful test was; empty: not with these settings
 */
public record Connection(
        long id,
        String name,
        Source source,
        String preset,
        JsonNode overrides,
        Policy policy,
        URI baseUrl,
        Optional<Credentials> credentials,
        boolean enabled,
        boolean provisioned,
        String attention,
        Optional<Instant> testPassedAt,
        long version) {

    private static final int UNLIMITED_PER_SECOND = 10_000;
    private static final int UNLIMITED_PER_HOUR = 10_000_000;

    /** Bounds on the requests to a tenant. */
    public record RequestLimits(int perSecond, int perHour, int atOnce) {}

    /**
     * Whom the limits count for: the tenant's host, over all connections to it; where tenants share a host, the one that
     * the credentials are for.
     */
    public String tenant() {
        var name = credentials
                .map(known -> known.tenant(source.definition().signIn()))
                .orElse("");
        return baseUrl.getAuthority() + (name.isEmpty() ? "" : "/" + name);
    }

    /** The policy's limits, where it leaves one out the source's. */
    public RequestLimits limits() {
        var own = policy.limits();
        var usual = source.definition().limits();
        return new RequestLimits(
                own.perSecond().or(usual::perSecond).orElse(UNLIMITED_PER_SECOND),
                own.perHour().or(usual::perHour).orElse(UNLIMITED_PER_HOUR),
                own.atOnce().orElse(usual.atOnce()));
    }

    /** How many devices a list request asks for. */
    public int pageSize() {
        return policy.pageSize().orElse(source.definition().list().pageSize());
    }

    /**
     * The value of the {@code Authorization} header; empty where a token has to be asked for first.
     *
     * @throws CredentialsUnreadable if the stored credentials can't be decrypted
     */
    public Optional<String> authorization() {
        return readable().authorization(source.definition().signIn());
    }

    /**
     * How to ask for a token; empty where every request has the same authorization.
     *
     * @throws CredentialsUnreadable if the stored credentials can't be decrypted
     */
    public Optional<TokenRequest> tokenRequest() {
        return readable().tokenRequest(source.definition().signIn(), baseUrl);
    }

    private Credentials readable() {
        return credentials.orElseThrow(() -> new CredentialsUnreadable(name));
    }

    /** A text of the MDM's with the credentials struck out: some servers show what they were sent. */
    public String withoutCredentials(String text) {
        return credentials.map(known -> known.struckFrom(text)).orElse(text);
    }
}
