package io.rollcall.jamf;

import io.rollcall.call.AnswerTooLong;
import io.rollcall.call.SourceBusy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What was learned of a server: for a day, as servers are updated; lost with the process. Thread-safe. */
final class JamfServer {

    private static final int NEWEST = 4;
    private static final Duration BELIEVED = Duration.ofDays(1);

    /** Departments and buildings change seldom; a webhook for each device must not read them each time. */
    private static final Duration NAMES_BELIEVED = Duration.ofMinutes(10);

    /** One error may be chance; the second of the same page is a device the server can't put into a page. */
    private static final int ERRORS_OF_AN_ODD_DEVICE = 2;

    private Instant learnedAt;
    private int version = NEWEST;
    private int usableSize = Integer.MAX_VALUE;
    private boolean mobileDetailsInPages = true;
    private String trouble = "";
    private int timeouts;
    private int errors;
    private Optional<URI> namesOf = Optional.empty();
    private Instant namesReadAt = Instant.MIN;
    private JamfNames names = new JamfNames();

    JamfServer(Instant now) {
        learnedAt = now;
    }

    /** Forgets what is too old to be believed. */
    synchronized void look(Instant now) {
        if (learnedAt.plus(BELIEVED).isBefore(now)) {
            learnedAt = now;
            version = NEWEST;
            usableSize = Integer.MAX_VALUE;
            mobileDetailsInPages = true;
        }
    }

    /** The newest version of the computers' list that the server has, as far as known. */
    synchronized int version() {
        return version;
    }

    /** The largest page that may be asked for; where this very page failed, {@link #adapted} decides. */
    synchronized int usableSize(int wanted, String asked) {
        return trouble.equals(asked) ? wanted : Math.min(wanted, usableSize);
    }

    /**
     * The place as it can be asked for after what went wrong with it in this run.
     *
     * @param asked the run and the place
     */
    synchronized JamfPosition adapted(String asked, JamfPosition position) {
        var adapted = position;
        for (var i = 0; i < timeouts && trouble.equals(asked); i++) {
            adapted = adapted.smaller();
        }
        return adapted;
    }

    /** Whether mobile devices have to be read one by one, because of an odd one at this place or an old server. */
    synchronized boolean readsOneByOne(String asked) {
        return !mobileDetailsInPages || (trouble.equals(asked) && errors >= ERRORS_OF_AN_ODD_DEVICE);
    }

    /** The server hasn't got the version that was asked for; false: there is no older one. */
    synchronized boolean isOlderThan(int asked) {
        if (asked <= 1) {
            return false;
        }
        version = Math.min(version, asked - 1);
        return true;
    }

    synchronized void hasNoPagesOfMobileDetails() {
        mobileDetailsInPages = false;
    }

    synchronized void failedAt(String asked, JamfPosition position, Exception failure) {
        if (!trouble.equals(asked)) {
            trouble = asked;
            timeouts = 0;
            errors = 0;
        }
        if (isTimeOut(failure)) {
            timeouts++;
            usableSize = position.smaller().size();
        } else if (failure instanceof SourceBusy busy && busy.status() == 500) {
            errors++;
        }
    }

    private static boolean isTimeOut(Exception failure) {
        return failure instanceof SocketTimeoutException
                || failure instanceof AnswerTooLong
                || (failure instanceof SourceBusy busy && busy.status() == 504);
    }

    /** Whether the names were read a short while ago, by whichever run, and from this address. */
    synchronized boolean knowsNames(URI address, Instant now) {
        return namesOf.filter(address::equals).isPresent()
                && namesReadAt.plus(NAMES_BELIEVED).isAfter(now);
    }

    synchronized void names(URI address, Instant now, JamfNames known) {
        namesOf = Optional.of(address);
        namesReadAt = now;
        names = known;
    }

    synchronized JamfNames names() {
        return names;
    }
}
