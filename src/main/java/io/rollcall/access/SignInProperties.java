package io.rollcall.access;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How people sign in.
 *
 * @param url where people reach the console, for the links that are printed; empty: this machine's own address
 * @param shortestPassword how many characters a new password must have, 8 to 64
 * @param idle after how long without a request a session ends
 * @param longest after how long it ends anyway
 * @param linkLife how long a link to choose a password is good for
 * @param hashMemory how much memory Argon2id takes for a password; more makes guessing dearer, and signing in
 * @param hashIterations how often it goes over it, 1 to 20
 */
@ConfigurationProperties("rollcall.sign-in")
public record SignInProperties(
        Optional<URI> url,
        @DefaultValue("15") int shortestPassword,
        @DefaultValue("30m") Duration idle,
        @DefaultValue("12h") Duration longest,
        @DefaultValue("24h") Duration linkLife,
        @DefaultValue("19MB") DataSize hashMemory,
        @DefaultValue("2") int hashIterations) {

    private static final int MINIMUM = 8;
    private static final int MAXIMUM = 64;

    public SignInProperties {
        // Boot gives null for an Optional that isn't set.
        url = url == null ? Optional.empty() : url;
        if (shortestPassword < MINIMUM || shortestPassword > MAXIMUM) {
            throw new IllegalArgumentException("shortest-password must be between 8 and 64: " + shortestPassword);
        }
        if (isNothing(idle) || isNothing(longest) || isNothing(linkLife)) {
            throw new IllegalArgumentException("idle, longest and link-life must be longer than nothing");
        }
        if (hashMemory.toKilobytes() < MINIMUM || hashMemory.toMegabytes() > 1024) {
            throw new IllegalArgumentException("hash-memory must be between 8KB and 1GB: " + hashMemory);
        }
        if (hashIterations < 1 || hashIterations > 20) {
            throw new IllegalArgumentException("hash-iterations must be between 1 and 20: " + hashIterations);
        }
    }

    private static boolean isNothing(Duration duration) {
        return duration.isNegative() || duration.isZero();
    }
}
