package io.rollcall.console;

import io.rollcall.alert.Alert;
import io.rollcall.connection.Connection;
import io.rollcall.sync.Freshness;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunState;
import java.util.Optional;

/**
 * A connection as pages show it.
 *
 * @param lastSync its newest sync, whatever became of it; empty: it never had one
 * @param incident what is wrong with it just now; empty: nothing
 * @param late whether syncs that were due haven't come to a good end
 */
record ConnectionRow(
        Connection connection,
        Freshness.Standing standing,
        Optional<Run> lastSync,
        Optional<Alert> incident,
        boolean late) {

    /** How a connection is, in a word or two. */
    enum State {
        /** Made, but never enabled. */
        NOT_SET_UP("Set-up not finished", "attention"),
        PAUSED("Paused", "paused"),
        FAILING("Failing", "failed"),
        LATE("Late", "late"),
        SYNCING("Syncing", "running"),
        HELD("Removals held", "held"),
        FINE("Up to date", "fresh"),
        /** Enabled, and its first sync has not come to an end yet. */
        NEW("First sync to come", "queued");

        private final String label;
        private final String tone;

        State(String label, String tone) {
            this.label = label;
            this.tone = tone;
        }

        public String label() {
            return label;
        }

        /** The style's name for it; the label says as much. */
        public String tone() {
            return tone;
        }
    }

    public String name() {
        return connection.name();
    }

    public State state() {
        if (!connection.enabled()) {
            return isSetUp() ? State.PAUSED : State.NOT_SET_UP;
        }
        if (incident.isPresent() || was(RunState.FAILED)) {
            return State.FAILING;
        }
        if (standing.openRun().isPresent()) {
            return State.SYNCING;
        }
        if (was(RunState.HELD)) {
            return State.HELD;
        }
        if (late) {
            return State.LATE;
        }
        return standing.goodAt().isPresent() ? State.FINE : State.NEW;
    }

    private boolean was(RunState state) {
        return lastSync.filter(run -> run.state() == state).isPresent();
    }

    /** Whether it was enabled once. */
    public boolean isSetUp() {
        return connection.enabled() || lastSync.isPresent();
    }

    /** What a person should know beside the state; blank: nothing. */
    public String note() {
        return incident.map(Alert::message).orElse(connection.attention());
    }

    public String source() {
        return connection.source().definition().title();
    }

    public String schedule() {
        return ScheduleForm.of(connection.policy().schedule()).words();
    }
}
