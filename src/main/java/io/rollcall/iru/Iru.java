package io.rollcall.iru;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.call.PageRequest;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceBusy;
import io.rollcall.call.SourcePage;
import io.rollcall.call.SourceRefused;
import io.rollcall.connection.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of Iru's routes. Device records name a user without department and job title, and no enrollment configuration:
 * where the policy wants them, the lists that have them are read before the devices, at most once an hour, and what they
 * know is written into the device records.
 */
@Component("iru")
public class Iru {

    private static final Logger LOG = LoggerFactory.getLogger(Iru.class);

    /** Departments change seldom; a connection that syncs every ten minutes must not read them each time. */
    private static final Duration FRESH = Duration.ofHours(1);

    /** An old table is better than none where a new one is refused; what it knows of people isn't kept longer than that. */
    private static final Duration KEPT = Duration.ofDays(2);

    private static final Set<Integer> FORBIDDEN = Set.of(401, 403);

    /** @param connection a connection's number; @param version a changed one may see another directory */
    private record Key(long connection, long version, IruTable.Kind kind) {}

    private final Clock clock;
    private final Map<Key, IruTable> tables = new ConcurrentHashMap<>();

    Iru(Clock clock) {
        this.clock = clock;
    }

    /** A page, and what has to be read before it. */
    public IruPage page(PageRequest request) {
        var now = clock.instant();
        tables.values().removeIf(table -> isOlder(table, KEPT, now));
        var wanted = wanted(request.connection()).stream()
                .map(kind -> Optional.ofNullable(tables.get(key(request.connection(), kind)))
                        .filter(table -> !isOlder(table, FRESH, now))
                        .orElseGet(() -> new IruTable(kind, now)))
                .toList();
        return new IruPage(request, wanted);
    }

    private static boolean isOlder(IruTable table, Duration age, Instant now) {
        return table.readAt().plus(age).isBefore(now);
    }

    private static Set<IruTable.Kind> wanted(Connection connection) {
        var wanted = EnumSet.noneOf(IruTable.Kind.class);
        if (connection.policy().people().directory()) {
            wanted.add(IruTable.Kind.USERS);
        }
        if (!connection.policy().ade().isEmpty()) {
            wanted.add(IruTable.Kind.ENROLLMENTS);
        }
        return wanted;
    }

    private static Key key(Connection connection, IruTable.Kind kind) {
        return new Key(connection.id(), connection.version(), kind);
    }

    /** Takes a page of a table; once the last is there it holds for an hour. */
    public IruTable learn(JsonNode answer, IruTable table, IruPage page) throws SourceBusy {
        table.learn(answer);
        keep(table, page);
        return table;
    }

    /**
     * Goes on without a table that the token may not read, or with what was read of it before; any other failure is passed
     * on. Iru says 401 as well as 403 to a token without the permission: whether the token itself is bad tells the device
     * list, which is asked for next.
     */
    public IruTable without(IruTable table, IruPage page, Exception failure) throws Exception {
        var forbidden = failure instanceof SourceRefused refused && FORBIDDEN.contains(refused.status())
                || failure instanceof RequestRefused request && request.isGone();
        if (!forbidden) {
            throw failure;
        }
        var older = Optional.ofNullable(tables.get(key(page.origin().connection(), table.kind())));
        LOG.warn(
                "{}: the list of {} can't be read, so what it knows stays {}: {}",
                page.origin().connection().name(),
                table.kind().name().toLowerCase(java.util.Locale.ROOT),
                older.isPresent() ? "as it was" : "empty",
                failure.getMessage());
        older.ifPresent(table::fillFrom);
        table.close();
        keep(table, page);
        return table;
    }

    private void keep(IruTable table, IruPage page) {
        if (!table.isOpen()) {
            tables.put(key(page.origin().connection(), table.kind()), table);
        }
    }

    /** Writes what the tables know into the page's records. */
    public SourcePage complete(SourcePage devices, IruPage page) {
        devices.items().forEach(device -> page.tables().forEach(table -> table.complete(device)));
        return devices;
    }
}
