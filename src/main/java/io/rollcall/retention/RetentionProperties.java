package io.rollcall.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what has happened is kept; 0 keeps it for ever. Nothing that is open or under way is deleted, however old.
 *
 * @param every how often it is looked for what is too old
 * @param runs runs with their pages, notices and plans; of each connection the newest sync and the last good one stay
 * @param deadLetters dead letters that are closed
 * @param alerts alerts that are over, and who was told of them
 * @param commands device commands that are settled
 * @param imports imports with their rows
 * @param history what happened to assets, but for what made each property what it is
 */
@ConfigurationProperties("rollcall.retention")
record RetentionProperties(
        @DefaultValue("1h") Duration every,
        @DefaultValue("90d") Duration runs,
        @DefaultValue("90d") Duration deadLetters,
        @DefaultValue("365d") Duration alerts,
        @DefaultValue("365d") Duration commands,
        @DefaultValue("90d") Duration imports,
        @DefaultValue("0") Duration history) {

    RetentionProperties {
        check("runs", runs);
        check("dead-letters", deadLetters);
        check("alerts", alerts);
        check("commands", commands);
        check("imports", imports);
        check("history", history);
    }

    private static void check(String name, Duration kept) {
        if (!kept.isZero() && kept.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(name + " must be at least 1d, or 0 to keep them for ever: " + kept);
        }
    }
}
