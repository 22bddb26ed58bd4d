package io.rollcall.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that can't be used, with every problem found in them. The message is for people. */
public final class InvalidSettings extends RuntimeException {

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public InvalidSettings(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public InvalidSettings(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
