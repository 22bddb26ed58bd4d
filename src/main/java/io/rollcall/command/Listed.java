package io.rollcall.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds a command in an MDM's own list and reads what it says. */
final class Listed {

    /** How far the MDM's clock may be behind ours. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private Listed() {}

    /**
     * The command in the list: by the MDM's id where it gave one, else the first of its kind since it left that is no
     * other command's.
     *
     * @param others the MDM's ids of the device's other commands
     */
    static Optional<ListedCommand> find(List<ListedCommand> listed, CommandCall call, Set<String> others) {
        if (call.reference().isPresent()) {
            return listed.stream()
                    .filter(one -> one.reference().equals(call.reference().get()))
                    .findFirst();
        }
        var earliest = call.leftAt().map(left -> left.minus(SKEW)).orElse(Instant.MAX);
        return listed.stream()
                .filter(one -> !others.contains(one.reference()))
                .filter(one ->
                        one.requestedAt().filter(at -> !at.isBefore(earliest)).isPresent())
                .min(Comparator.comparing(one -> one.requestedAt().orElseThrow()));
    }

    static CommandState state(ListedCommand found) {
        return switch (found.progress()) {
            case PENDING -> CommandState.SENT;
            case DONE -> CommandState.ACKNOWLEDGED;
            case FAILED -> CommandState.FAILED;
        };
    }

    static String message(ListedCommand found) {
        return switch (found.progress()) {
            case PENDING -> "The MDM took it; the device hasn't answered yet.";
            case DONE -> "The device carried it out.";
            case FAILED -> "The device did not carry it out" + (found.error().isBlank() ? "." : ": " + found.error());
        };
    }

    static String missing(DeskRows.Open command) {
        return command.state() == CommandState.UNKNOWN
                ? "Whether it was carried out is not known: the MDM's list of commands doesn't have it so far. It is not"
                        + " sent again; look at the device in the MDM, and close this command to ask for another."
                : "The MDM took it; its list of commands doesn't have it so far.";
    }

    /** The longer it takes, the more seldom it is asked for. */
    static Duration nextLook(Instant left, Instant now) {
        var wait = Duration.between(left, now).dividedBy(2);
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
