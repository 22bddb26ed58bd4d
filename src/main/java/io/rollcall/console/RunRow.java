package io.rollcall.console;

import io.rollcall.sync.Run;
import io.rollcall.sync.RunFigures.Figures;
import io.rollcall.sync.RunKind;
import io.rollcall.sync.RunState;
import io.rollcall.sync.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run as pages show it. */
record RunRow(Run run, Figures figures, int pageSize) {

    public long id() {
        return run.id();
    }

    /** Whether it goes on, so that a page about it soon says something else. */
    public boolean isLive() {
        return run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
    }

    public boolean isHeld() {
        return run.state() == RunState.HELD;
    }

    public boolean isResumable() {
        return run.state() == RunState.INCOMPLETE && run.kind() == RunKind.SYNC;
    }

    public String state() {
        return run.state().key();
    }

    /** What it does: {@code sync}, {@code sync of what changed}, {@code replay of dead letters}. */
    public String what() {
        return switch (run.kind()) {
            case SYNC -> run.scope().text().isEmpty() ? "Sync" : "Sync of what changed";
            case REPLAY -> "Replay of dead letters";
            case WEBHOOK -> "Devices that the source told of";
            case ON_DEMAND -> "Devices that somebody opened";
        };
    }

    /** What started it. */
    public String by() {
        return switch (run.trigger()) {
            case SCHEDULE -> "the schedule";
            case ENABLED -> "enabling the connection";
            case WEBHOOK -> "an event of the source";
            case OUTBOX -> "a change on both sides";
            case JMX -> "JMX";
            case API, CONSOLE -> run.requestedBy().isEmpty() ? triggerName(run.trigger()) : run.requestedBy();
        };
    }

    private static String triggerName(Trigger trigger) {
        return trigger.key();
    }

    /** Where it is: {@code page 12 of about 40, 3,600 devices, 2 errors}. */
    public String progress() {
        if (run.state() == RunState.QUEUED) {
            return "waiting for its turn";
        }
        var parts = new ArrayList<String>();
        parts.add("page " + number(page())
                + pagesExpected()
                        .filter(pages -> isLive())
                        .map(pages -> " of about " + number(pages))
                        .orElse(""));
        parts.add(count(run.counts().seen(), "device"));
        if (run.counts().failed() > 0) {
            parts.add(count(run.counts().failed(), "error"));
        }
        if (run.pagesComplete() && isLive()) {
            parts.add("now looking for devices that are gone");
        }
        return String.join(", ", parts);
    }

    /** The one it is at. */
    private int page() {
        return run.pages() + (isLive() && !run.pagesComplete() ? 1 : 0);
    }

    private Optional<Integer> pagesExpected() {
        return figures.progress()
                .expected()
                .filter(devices -> pageSize > 0)
                .map(devices -> Math.max(page(), (devices + pageSize - 1) / pageSize));
    }

    /** 0 to 100; empty: nothing is known. */
    public Optional<Integer> percent() {
        return figures.progress().percent();
    }

    /** The outcomes of its devices, in the order of interest. */
    public List<Count> counts() {
        var counts = run.counts();
        return List.of(
                new Count("seen", counts.seen(), "devices in the list so far; each has one of the outcomes beside"),
                new Count("created", counts.created(), "became new assets"),
                new Count("updated", counts.updated(), "assets of theirs were changed"),
                new Count("unchanged", counts.unchanged(), "were as before"),
                new Count("skipped", counts.skipped(), "are not in the inventory; the reasons are below"),
                new Count("duplicate", counts.duplicate(), "another device has their asset"),
                new Count("failed", counts.failed(), "are dead letters"),
                new Count("removed", counts.removed(), "are gone from the source"));
    }

    /** How many devices had an outcome, and what it means. */
    record Count(String name, int value, String meaning) {

        public String text() {
            return number(value);
        }
    }

    static String count(long count, String unit) {
        return number(count) + " " + unit + (count == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
