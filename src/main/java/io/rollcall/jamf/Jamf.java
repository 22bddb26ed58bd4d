package io.rollcall.jamf;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.call.CallOrigin;
import io.rollcall.call.ListScope;
import io.rollcall.call.PageRequest;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceBusy;
import io.rollcall.call.SourcePage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The steps of Jamf Pro's routes. A run reads the computers' list, then that of the mobile devices, each to its first empty
 * page: records move while they are read, and the promised {@code totalCount} with them.
 */
@Component("jamf")
public class Jamf {

    private final Clock clock;
    private final Map<Long, JamfServer> servers = new ConcurrentHashMap<>();

    Jamf(Clock clock) {
        this.clock = clock;
    }

    private JamfServer server(CallOrigin origin) {
        return servers.computeIfAbsent(origin.connection().id(), id -> new JamfServer(clock.instant()));
    }

    /** What to ask for next: the place the run has come to, in smaller pages where larger ones failed. */
    public JamfPage page(PageRequest request) {
        var server = server(request);
        server.look(clock.instant());
        var asked = asked(request);
        var size = server.usableSize(request.pageSize(), asked);
        var start =
                request.position().isBlank() ? start(request.scope(), size) : JamfPosition.of(request.position(), size);
        var position = server.adapted(asked, start);
        var mobile = position.kind() == JamfKind.MOBILE_DEVICES;
        var rows = mobile && server.readsOneByOne(asked) && !(request.scope() instanceof ListScope.Since);
        return new JamfPage(
                request,
                position,
                server.version(),
                rows,
                !server.knowsNames(request.connection().baseUrl(), clock.instant()));
    }

    private static String asked(PageRequest request) {
        return request.runNumber() + " " + request.position();
    }

    private static JamfPosition start(ListScope scope, int size) {
        var first = Stream.of(JamfKind.values())
                .filter(kind -> isWanted(kind, scope))
                .findFirst()
                .orElse(JamfKind.COMPUTERS);
        return new JamfPosition(first, 0, size);
    }

    private static boolean isWanted(JamfKind kind, ListScope scope) {
        return !(scope instanceof ListScope.Only only)
                || only.ids().stream().anyMatch(id -> kind.number(id).isPresent());
    }

    /**
     * Turns an answer into a page.
     *
     * @throws SourceBusy if it is no list: an error in disguise is never taken for an empty list
     */
    public SourcePage read(JsonNode answer, JamfPage page) throws SourceBusy {
        var rows = answer.path("results");
        if (!rows.isArray()) {
            throw new SourceBusy("The list of " + page.position().kind().label()
                    + " came back without one; nothing was taken from it.");
        }
        var names = server(page.origin()).names();
        var items = new ArrayList<JsonNode>(rows.size());
        rows.forEach(row -> items.add(JamfRecords.row(page.position().kind(), row, page.oneByOne(), names)));
        return new SourcePage(wanted(items, page.origin().scope()), next(rows.size(), page));
    }

    /** Bare rows can't be filtered by the server. */
    private static List<JsonNode> wanted(List<JsonNode> items, ListScope scope) {
        return scope instanceof ListScope.Only only
                ? items.stream()
                        .filter(item -> only.ids().contains(item.path("key").asText()))
                        .toList()
                : items;
    }

    private static Optional<String> next(int rows, JamfPage page) {
        var position = page.position();
        var scope = page.origin().scope();
        var ended = rows == 0 || (scope instanceof ListScope.Only && rows < position.size());
        if (!ended) {
            return Optional.of(position.next().text());
        }
        return position.kind()
                .next()
                .filter(kind -> isWanted(kind, scope))
                .map(kind -> new JamfPosition(kind, 0, position.size()).text());
    }

    /**
     * Learns from a request that failed, and passes the failure on: the page is asked for again, in another way where that
     * helps.
     */
    public void failed(JamfPage page, Exception failure) throws Exception {
        var server = server(page.origin());
        if (failure instanceof RequestRefused refused && refused.isGone()) {
            if (page.position().kind() == JamfKind.COMPUTERS && server.isOlderThan(page.version())) {
                throw SourceBusy.again(
                        "The server has no version " + page.version() + " of the computers' list.", refused.status());
            }
            if (page.position().kind() == JamfKind.MOBILE_DEVICES && !page.oneByOne()) {
                server.hasNoPagesOfMobileDetails();
                throw SourceBusy.again("The server has no pages of mobile devices' details.", refused.status());
            }
        }
        server.failedAt(asked(page.origin()), page.position(), failure);
        throw failure;
    }

    /** The names, all still to be read. */
    public JamfNames unreadNames() {
        return new JamfNames();
    }

    /** Takes a page of names; once the last is there they hold for ten minutes. */
    public JamfNames learn(JsonNode answer, JamfNames names, JamfPage page) throws SourceBusy {
        names.learn(answer);
        if (!names.isOpen()) {
            server(page.origin()).names(page.origin().connection().baseUrl(), clock.instant(), names);
        }
        return names;
    }

    /**
     * The path of a single device's record, in the newest version that the server is known to have.
     *
     * @throws IllegalArgumentException if this is no key of a device
     */
    public String path(String key, CallOrigin origin) {
        return path(key, server(origin).version());
    }

    /**
     * The path that tells whether a single device is gone. Every server has the first version of it: one that lacks the
     * version asked for would say 404 to a device it has.
     *
     * @throws IllegalArgumentException if this is no key of a device
     */
    public String lookUpPath(String key) {
        return path(key, 1);
    }

    /**
     * The path to change a single device at. Every server has the first version of it for computers, which answers with
     * the computer as it is then; later ones answer with a status alone.
     *
     * @throws IllegalArgumentException if this is no key of a device
     */
    public String writePath(String key) {
        return JamfKind.MOBILE_DEVICES
                .number(key)
                .map(number -> "/api/v2/mobile-devices/" + number)
                .orElseGet(() -> path(key, 1));
    }

    private static String path(String key, int version) {
        var mobile = JamfKind.MOBILE_DEVICES.number(key).map(number -> "/api/v2/mobile-devices/" + number + "/detail");
        return mobile.or(() -> JamfKind.COMPUTERS
                        .number(key)
                        .map(number -> "/api/v" + version + "/computers-inventory-detail/" + number))
                .orElseThrow(
                        () -> new IllegalArgumentException("Its id is none of Jamf Pro's; no request is sent for it."));
    }

    /** A single device's record, with the names of department and building. */
    public JsonNode detail(JsonNode record, CallOrigin origin) {
        return JamfRecords.detail(record, server(origin).names());
    }
}
