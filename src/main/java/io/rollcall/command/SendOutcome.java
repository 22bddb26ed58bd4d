package io.rollcall.command;

import io.rollcall.call.Failures;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceBusy;
import io.rollcall.connection.CredentialsUnreadable;

/** What a command's failed request means: whether it may be sent again, or has to be asked about. */
enum SendOutcome {
    /** It surely did nothing: it may be tried again. */
    NOT_SENT,
    /** The MDM said no; nothing happens to the device. */
    REFUSED,
    /** It left, and what came of it is not known. */
    UNKNOWN;

    private static final int NOT_SIGNED_IN = 401;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    /**
     * @param left whether the request may have left
     */
    static SendOutcome of(Throwable failure, boolean left) {
        if (Failures.needsPerson(failure) || failure instanceof CredentialsUnreadable) {
            return REFUSED;
        }
        if (!left || Failures.neverLeft(failure)) {
            return NOT_SENT;
        }
        if (failure instanceof RequestRefused refused) {
            // Some servers say 409 to what they have just done.
            return refused.status() == CONFLICT ? UNKNOWN : REFUSED;
        }
        if (failure instanceof SourceBusy busy && (busy.status() == NOT_SIGNED_IN || busy.status() == TOO_MANY)) {
            return NOT_SENT;
        }
        return UNKNOWN;
    }
}
