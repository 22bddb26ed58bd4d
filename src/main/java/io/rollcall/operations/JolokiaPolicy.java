package io.rollcall.operations;

import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

/**
 * What may be done through Jolokia: what isn't named here is denied. Nothing here hands out a message, a setting's value or
 * a system property, and nothing can be written, made, loaded or sent.
 */
final class JolokiaPolicy implements Restrictor {

    private static final String CAMEL = "org.apache.camel";
    private static final String ROLLCALL = "io.rollcall";

    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    /** Of these domains attributes can be read; MBeans of others aren't even listed. */
    private static final Set<String> READABLE = Set.of(CAMEL, ROLLCALL, "java.lang", "com.zaxxer.hikari");

    /** Values of settings, command lines and what routes carry. */
    private static final Set<String> UNREADABLE = Set.of(
            "SystemProperties",
            "InputArguments",
            "ClassPath",
            "BootClassPath",
            "LibraryPath",
            "GlobalOptions",
            "RouteProperties");

    /** Camel's, by the type of its MBeans; as Hawtio writes them. Without arguments, a dump leaves placeholders as they are. */
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "routes",
            Set.of("start", "start()", "stop", "stop()", "suspend", "suspend()", "resume", "resume()"),
            "context",
            Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml", "dumpRoutesStatsAsXml(boolean,boolean)"));

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, @Nullable String attribute) {
        return !isObjectNameHidden(name) && (attribute == null || !UNREADABLE.contains(attribute));
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, @Nullable String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        if (name.isPattern()) {
            return false;
        }
        return switch (name.getDomain()) {
            case ROLLCALL -> true;
            case CAMEL ->
                OPERATIONS
                        .getOrDefault(String.valueOf(name.getKeyProperty("type")), Set.of())
                        .contains(operation);
            default -> false;
        };
    }

    /** Who may ask is said by {@code access} before Jolokia is. */
    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** {@link JolokiaServlet} has refused foreign pages; no answer is for any. */
    @Override
    public boolean isOriginAllowed(@Nullable String origin, boolean strictCheck) {
        return strictCheck;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !READABLE.contains(name.getDomain());
    }
}
