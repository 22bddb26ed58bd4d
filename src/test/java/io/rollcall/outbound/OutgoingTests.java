package io.rollcall.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.outbound.Outgoing.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingTests {

    /** The MDM said OLD before NEW was sent, and says the value of the third column now. */
    @ParameterizedTest
    @CsvSource({
        // state, lately, what the MDM says, seen to have it, what that is worth
        "PENDING, false, OLD, false, HELD",
        "WAITING, false, OLD, false, HELD",
        "CONFLICT, false, OLD, false, HELD",
        "FAILED, false, OLD, false, HELD",
        "PENDING, false, NEW, false, ARRIVED",
        "FAILED, false, NEW, false, ARRIVED",
        "PENDING, false, OTHER, false, CLASH",
        "WAITING, false, OTHER, false, CLASH",
        "SENT, true, NEW, false, ARRIVED",
        "SENT, true, NEW, true, TAKEN",
        "SENT, true, OLD, true, HELD",
        "SENT, true, OLD, false, HELD",
        "SENT, false, OLD, true, TAKEN",
        "SENT, false, OLD, false, LOST",
        "SENT, true, OTHER, true, TAKEN",
        "SENT, true, OTHER, false, TAKEN",
        "DISCARDED, false, OLD, false, TAKEN",
        "SUPERSEDED, true, OTHER, false, TAKEN",
    })
    void F24_F25_F41_whatTheMdmSaysIsWorthWhatWasSentBefore(
            OutboxState state, boolean lately, String reported, boolean confirmed, Verdict verdict) {
        var outgoing = new Outgoing(
                1,
                1,
                OutboxProperty.ASSET_TAG,
                state,
                "NEW",
                null,
                "user-id",
                List.of("OLD"),
                lately,
                confirmed,
                false);

        assertThat(outgoing.verdict(reported, reported.equals("NEW"))).isEqualTo(verdict);
    }

    @Test
    void F41_aClashThatIsKnownIsNotToldAgain() {
        var known = new Outgoing(
                1,
                1,
                OutboxProperty.ASSET_TAG,
                OutboxState.PENDING,
                "NEW",
                null,
                "user-id",
                List.of(),
                false,
                false,
                true);

        assertThat(known.verdict("OTHER", false)).isEqualTo(Verdict.HELD);
    }

    @Test
    void F33_aDeviceThatWasEnrolledAnewMayBeginWithoutAValue() {
        var waiting = new Outgoing(
                1,
                1,
                OutboxProperty.ASSET_TAG,
                OutboxState.PENDING,
                "NEW",
                null,
                "user-id",
                List.of("OLD"),
                false,
                false,
                false);

        assertThat(waiting.verdict("", false)).isEqualTo(Verdict.CLASH);
        assertThat(waiting.anew().verdict("", false)).isEqualTo(Verdict.HELD);
        assertThat(waiting.anew().verdict("OLD", false)).isEqualTo(Verdict.HELD);
        assertThat(waiting.anew().verdict("OTHER", false)).isEqualTo(Verdict.CLASH);
    }
}
