package io.rollcall.csv;

import java.time.Instant;
import java.util.Optional;

/**
 * An import as it stands.
 *
 * @param kind {@code assets} or {@code people}
 * @param state {@code previewed}, {@code applying} (it stopped halfway; applying again goes on) or {@code applied}
 * @param creates how many rows make a new record, and so on
 */
public record ImportRun(
        long id,
        String kind,
        String fileName,
        String state,
        int creates,
        int updates,
        int unchanged,
        int bad,
        String createdBy,
        Instant createdAt,
        Optional<Instant> appliedAt) {

    public boolean isApplied() {
        return state.equals("applied");
    }
}
