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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

    private static final int FORBIDDEN = 403;

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
        tables.values().removeIf(table -> table.readAt().plus(FRESH).isBefore(now));
        var unread = wanted(request.connection()).stream()
                .filter(kind -> !tables.containsKey(key(request.connection(), kind)))
                .map(kind -> new IruTable(kind, now))
                .toList();
        return new IruPage(request, unread);
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

    /** Goes on without a table that the token may not read; any other failure is passed on. */
    public IruTable without(IruTable table, IruPage page, Exception failure) throws Exception {
        var forbidden = failure instanceof SourceRefused refused && refused.status() == FORBIDDEN
                || failure instanceof RequestRefused request && request.isGone();
        if (!forbidden) {
            throw failure;
        }
        LOG.warn(
                "{}: the list of {} can't be read, so what it knows stays empty: {}",
                page.origin().connection().name(),
                table.kind().name().toLowerCase(java.util.Locale.ROOT),
                failure.getMessage());
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
        var connection = page.origin().connection();
        var known = wanted(connection).stream()
                .flatMap(kind -> java.util.Optional.ofNullable(tables.get(key(connection, kind))).stream())
                .toList();
        devices.items().forEach(device -> complete(device, known));
        return devices;
    }

    private static void complete(JsonNode device, List<IruTable> known) {
        known.forEach(table -> table.complete(device));
    }
}
