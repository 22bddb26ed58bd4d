package io.rollcall;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Simulated tenants where none was before. The system gives ports anew, and Rollcall remembers of the tenant that was at an
 * address how long to leave it alone.
 */
public final class NewAddress {

    private static final Set<String> USED = ConcurrentHashMap.newKeySet();

    private NewAddress() {}

    /** Starts a server, again where there was one at its address before. */
    public static <T extends AutoCloseable> T of(Supplier<T> start, Function<T, String> address) {
        var server = start.get();
        while (!USED.add(address.apply(server))) {
            var taken = server;
            server = start.get();
            try {
                taken.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return server;
    }
}
