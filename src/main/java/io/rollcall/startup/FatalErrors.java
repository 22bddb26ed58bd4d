package io.rollcall.startup;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process where the virtual machine itself can't go on: out of memory, out of stack. What was under way then may
 * be half done in this process's memory, while the database is right; a supervisor's new start goes on from there.
 */
public final class FatalErrors implements Thread.UncaughtExceptionHandler {

    /** The same as of {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int EXIT_CODE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);
    private static final int DEEPEST = 50;

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        endIfFatal(failure);
        LOG.error("The thread {} ended by an error nobody expected", thread.getName(), failure);
    }

    /** Returns where the failure is none of these, whatever it was caused by. */
    static void endIfFatal(@Nullable Throwable failure) {
        var cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof VirtualMachineError) {
                end(cause);
            }
            cause = cause.getCause();
        }
    }

    /** Without the usual way down: it would run in the same virtual machine. */
    private static void end(Throwable failure) {
        try {
            LOG.error(
                    "The virtual machine can't go on ({}); the process ends with exit code {} and is to be started again",
                    failure,
                    EXIT_CODE);
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
