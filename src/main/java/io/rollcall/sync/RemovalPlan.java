package io.rollcall.sync;

import io.rollcall.policy.Removal;
import java.util.Optional;

/**
 * What becomes of devices that a complete scan of their source missed (D8, X3). No I/O: the rules only.
 *
 * <p>A list alone doesn't prove that a device is gone: one that moved while the list was read may have been skipped
 * (F19). So each missing device is asked for by its id, or has to be missing a second time.
 */
final class RemovalPlan {

    /** So many are looked up in a run; the others wait for the next scan. A look-up costs a request. */
    static final int MOST_LOOK_UPS = 100;

    /** After so many look-ups without an answer the MDM is left in peace. */
    static final int MOST_FAILURES = 3;

    private RemovalPlan() {}

    /** What is done about the missing devices of a scan. */
    enum Verdict {
        /** None is missing, or the policy wants no removal. */
        NOTHING,
        /** Too many at once: a person has to say that it is right. */
        HOLD,
        /** They are looked up one by one. */
        CONFIRM
    }

    /** What a look-up came to. */
    enum Answer {
        /** The source says that it has no such device. */
        GONE,
        /** The source has it: the list only skipped it. */
        PRESENT,
        /** It can't be told: no permission, no way to ask, no answer. */
        UNKNOWN
    }

    /** What becomes of a missing device. */
    enum Fate {
        REMOVE,
        /** As if it had been seen. */
        KEEP,
        /** Removed if the next complete scan misses it, too. */
        REMEMBER
    }

    /**
     * @param missing how many known devices the scan missed; those a person decided to keep don't count
     * @param known how many there were before it; those a person decided to keep don't count
     */
    static Verdict verdict(Removal rules, long missing, long known) {
        if (!rules.mark() || missing == 0) {
            return Verdict.NOTHING;
        }
        return rules.guard().holds(missing, known) ? Verdict.HOLD : Verdict.CONFIRM;
    }

    /**
     * @param answer the look-up's; empty: it wasn't looked up
     * @param missedBefore whether the complete scan before this one missed it, too
     */
    static Fate fate(Optional<Answer> answer, boolean missedBefore) {
        return switch (answer.orElse(Answer.UNKNOWN)) {
            case GONE -> Fate.REMOVE;
            case PRESENT -> Fate.KEEP;
            case UNKNOWN -> missedBefore ? Fate.REMOVE : Fate.REMEMBER;
        };
    }
}
