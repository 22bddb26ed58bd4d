package io.rollcall.connection;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a connection's test found, one line for each check.
 *
 * @param passed whether every check passed or can be gone without
 */
public record TestReport(boolean passed, List<Check> checks) {

    private static final Set<Result> PASSING = EnumSet.of(Result.PASSED, Result.WITHOUT);

    static TestReport of(List<Check> checks) {
        var passed = checks.stream().allMatch(check -> PASSING.contains(check.result()));
        return new TestReport(passed, List.copyOf(checks));
    }

    /** The first failed check in one sentence; blank: all passed. */
    public String firstFailure() {
        return checks.stream()
                .filter(check -> check.result() == Result.FAILED)
                .findFirst()
                .map(check -> check.name() + ": " + check.finding() + " " + check.remedy())
                .orElse("")
                .strip();
    }

    /**
     * One check.
     *
     * @param name what was checked: DNS, TLS, sign-in, a permission by the MDM's own name for it, a sample device
     * @param finding what was found
     * @param remedy what to do; blank: nothing
     */
    public record Check(String name, Result result, String finding, String remedy) {

        static Check passed(String name, String finding) {
            return new Check(name, Result.PASSED, finding, "");
        }

        static Check without(String name, String finding, String remedy) {
            return new Check(name, Result.WITHOUT, finding, remedy);
        }

        static Check failed(String name, String finding, String remedy) {
            return new Check(name, Result.FAILED, finding, remedy);
        }

        static Check notTried(String name) {
            return new Check(name, Result.NOT_TRIED, "Not tried: an earlier check failed.", "");
        }
    }

    /** How a check ended. */
    public enum Result {
        PASSED,
        FAILED,
        /** It isn't there; the connection works without it and leaves out what it would give. */
        WITHOUT,
        /** An earlier check failed, so that this one says nothing. */
        NOT_TRIED
    }
}
