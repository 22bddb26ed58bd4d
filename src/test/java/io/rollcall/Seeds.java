package io.rollcall;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.TestInfo;

/** Seeds of a test's random fleets: by the test's name, so that it sees the same ones alone and after any other test. */
public final class Seeds {

    /** A fleet takes several seeds, each next to the one before. */
    private static final int APART = 100;

    private static final Map<String, Integer> TRIES = new ConcurrentHashMap<>();

    private long next;

    private Seeds(String name) {
        next = Integer.toUnsignedLong(name.hashCode());
    }

    /** A test that is tried again meets what its first try left behind, so it gets other devices. */
    public static Seeds of(TestInfo test) {
        var name = "%s.%s %s"
                .formatted(
                        test.getTestClass().orElseThrow().getName(),
                        test.getTestMethod().orElseThrow().getName(),
                        test.getDisplayName());
        var tried = TRIES.merge(name, 1, Integer::sum);
        return new Seeds(tried == 1 ? name : name + " " + tried);
    }

    /** Another one each time. */
    public long next() {
        next += APART;
        return next;
    }
}
