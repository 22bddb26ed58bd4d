package io.rollcall.operations;

import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.sync.RunProblem;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who calls an MBean, and how they are answered. */
final class Operator {

    /** JMX itself, as {@code jconsole} speaks it, knows no person: who may use it is a matter of the machine. */
    private static final Actor JMX = new Actor("jmx", "");

    private Operator() {}

    /** Who is signed in at the management port, or {@code jmx} where the call didn't come by Jolokia. */
    static Actor get() {
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        return signedIn == null ? JMX : new Actor(signedIn.getName(), address());
    }

    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes asked
                ? asked.getRequest().getRemoteAddr()
                : "";
    }

    /** A JMX client has none of our classes: it gets the message in an exception of the JDK. */
    static <T> T explained(Supplier<T> call) {
        try {
            return call.get();
        } catch (RunProblem | ConnectionProblem e) {
            throw new IllegalArgumentException(e.getMessage());
        } catch (DataAccessException e) {
            throw new IllegalStateException("The database can't be reached at the moment. Try again soon.");
        }
    }
}
