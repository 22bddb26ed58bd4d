package io.rollcall.automation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks again and again which assets entered an automation's state, whatever brought them there: a sync, a person, an import
 * or the calendar. The number of statements doesn't depend on that of assets.
 */
@Component
class AutomationCare {

    private static final Logger LOG = LoggerFactory.getLogger(AutomationCare.class);

    private final Automations automations;
    private volatile boolean ready;

    AutomationCare(Automations automations) {
        this.automations = automations;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
    }

    @Scheduled(fixedDelayString = "${rollcall.commands.automations-sweep:5s}")
    void care() {
        if (!ready) {
            return;
        }
        try {
            automations.enabled().forEach(this::apply);
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The database can't be reached; automations wait");
        }
    }

    /** One that fails must not keep the others from being applied. */
    private void apply(long id) {
        try {
            var entered = automations.apply(id);
            if (entered > 0) {
                LOG.info("automation {}: {} assets entered its state", id, entered);
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("automation {} could not be applied now and is tried again", id);
        }
    }
}
