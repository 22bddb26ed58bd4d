package io.rollcall.connection;

import java.util.List;

/**
 * What a connection's test found, one line for each check.
 *
 * @param passed whether every check passed
 */
public record TestReport(boolean passed, List<Check> checks) {

    static TestReport of(List<Check> checks) {
        return new TestReport(checks.stream().allMatch(check -> check.result() == Result.PASSED), List.copyOf(checks));
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
        /** An earlier check failed, so that this one says nothing. */
        NOT_TRIED
    }
}
