package io.rollcall.call;

import io.rollcall.connection.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the connections whose tokens run out: each is asked for once, whatever number of requests needs it at the
 * same moment, and again some time before it runs out or once it was refused. They are kept in memory only.
 */
final class AccessTokens {

    /** Asks the server for a token. */
    interface Asking {
        AccessToken ask(CallOrigin origin) throws Exception;
    }

    /** Whoever waits for another's sign-in looks so often whether its own answer is still wanted. */
    private static final Duration SLICE = Duration.ofMillis(250);

    private final Asking asking;
    private final LongSupplier nanos;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    AccessTokens(Asking asking, LongSupplier nanos) {
        this.asking = asking;
        this.nanos = nanos;
    }

    /** Another version may have other credentials. */
    private record Key(long connection, long version) {
        static Key of(Connection connection) {
            return new Key(connection.id(), connection.version());
        }
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable AccessToken token;
    }

    /**
     * A token that is usable now.
     *
     * @throws SourceException if the server gives none
     */
    AccessToken of(CallOrigin origin) throws Exception {
        var connection = origin.connection();
        if (connection.version() == 0) {
            // Settings that are only tried: a token of others must not make them look right.
            return asking.ask(origin);
        }
        var entry = entries.computeIfAbsent(Key.of(connection), key -> new Entry());
        var known = entry.token;
        return known != null && known.isUsable(nanos.getAsLong()) ? known : renewed(entry, origin);
    }

    private AccessToken renewed(Entry entry, CallOrigin origin) throws Exception {
        while (!entry.lock.tryLock(SLICE.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!origin.isWanted()) {
                throw new SourceBusy(
                        "No request could leave in time, for the sign-in that another one asked for takes long; the"
                                + " tenant's limits may be used up.",
                        Optional.empty(),
                        true);
            }
        }
        try {
            var known = entry.token;
            if (known != null && known.isUsable(nanos.getAsLong())) {
                return known;
            }
            forgetOtherVersions(origin.connection());
            var fresh = asking.ask(origin);
            entry.token = fresh;
            return fresh;
        } finally {
            entry.lock.unlock();
        }
    }

    private void forgetOtherVersions(Connection connection) {
        var current = Key.of(connection);
        entries.keySet().removeIf(key -> key.connection() == connection.id() && !key.equals(current));
    }

    /** Whether the token may still be used when the request's turn has come: it may have run out or been refused. */
    boolean isCurrent(Connection connection, AccessToken token) {
        var entry = entries.get(Key.of(connection));
        return token.isUsable(nanos.getAsLong()) && (entry == null || token.equals(entry.token));
    }

    /** The server doesn't take this token any more: whoever comes next asks for another, but only the first of them. */
    void refused(Connection connection, AccessToken token) {
        Optional.ofNullable(entries.get(Key.of(connection))).ifPresent(entry -> {
            if (token.equals(entry.token)) {
                entry.token = null;
            }
        });
    }
}
