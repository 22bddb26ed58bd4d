package io.rollcall.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Sweeps up sessions that have ended and bad sign-ins that no longer count. */
@Component
class AccessCare {

    private static final Logger LOG = LoggerFactory.getLogger(AccessCare.class);

    private final Sessions sessions;
    private final SignInFailures failures;

    AccessCare(Sessions sessions, SignInFailures failures) {
        this.sessions = sessions;
        this.failures = failures;
    }

    @Scheduled(initialDelayString = "10m", fixedDelayString = "10m")
    void sweep() {
        try {
            sessions.clean();
            failures.clean();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("Ended sessions are swept up later: {}", e.getMessage());
        }
    }
}
