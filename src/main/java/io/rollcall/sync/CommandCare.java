package io.rollcall.sync;

import io.rollcall.command.CommandDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Hands commands that wait, and those whose outcome isn't known yet, to the routes of their connections. */
@Component
class CommandCare implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommandCare.class);

    private final CommandDesk desk;
    private final ConnectionRoutes routes;
    private final SyncProperties properties;
    private volatile boolean ready;
    private volatile boolean running;

    CommandCare(CommandDesk desk, ConnectionRoutes routes, SyncProperties properties) {
        this.desk = desk;
        this.routes = routes;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
    }

    @Override
    public void start() {
        running = true;
    }

    /** What is handed over from here on would be lost with the process. */
    @Override
    public void stop() {
        ready = false;
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Scheduled(fixedDelayString = "${rollcall.commands.sweep:1s}")
    void care() {
        if (!ready) {
            return;
        }
        try {
            desk.care(routes.connections(), properties.lease()).forEach(routes::send);
        } catch (DataAccessException e) {
            LOG.warn(
                    "The database can't be reached; commands wait: {}",
                    e.getMostSpecificCause().getMessage());
        }
    }
}
