package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.source.SourceDefinition.Ends;
import io.rollcall.source.SourceDefinition.Listing;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Turns an answer into a page, one method for each kind of paging; the source's list route names the one it needs. Where in
 * an answer the list is, what leads to the next page and what ends the list, the source's mapping file says ({@code list}).
 */
@Component("paging")
public class Paging {

    /**
     * A list asked for with the number of devices to skip: {@code offset=${body.offset}}.
     *
     * @throws SourceBusy if there is no list in the answer: an error in disguise is never taken for an empty list
     */
    public SourcePage byOffset(JsonNode answer, PageRequest request) throws SourceBusy {
        var items = items(answer, request);
        return numbered(items, request, String.valueOf(request.getOffset() + items.size()));
    }

    /**
     * A list asked for with the number of a page: {@code page=${body.pageNumber}} where the first is 0, {@code
     * page=${body.pageNumberFromOne}} where it is 1.
     *
     * @throws SourceBusy if there is no list in the answer
     */
    public SourcePage byPage(JsonNode answer, PageRequest request) throws SourceBusy {
        var next = new PagePosition(request.getPageNumber() + 1, request.pageSize());
        return numbered(items(answer, request), request, next.text());
    }

    private static SourcePage numbered(List<JsonNode> items, PageRequest request, String next) {
        var last = listing(request).ends() == Ends.EMPTY_PAGE ? items.isEmpty() : items.size() < request.pageSize();
        return new SourcePage(items, last ? Optional.empty() : Optional.of(next));
    }

    /**
     * A list whose pages each tell the cursor of the next: {@code cursor=${body.cursor}}. A page without one is the last.
     *
     * @throws SourceBusy if there is no list in the answer
     */
    public SourcePage byCursor(JsonNode answer, PageRequest request) throws SourceBusy {
        return new SourcePage(items(answer, request), next(answer, request));
    }

    /**
     * A list whose pages each have a link to the next. A page without one is the last.
     *
     * @throws SourceBusy if there is no list in the answer
     * @throws SourceRefused if the link leads to another server: the credentials go nowhere but to the connection's own
     */
    public SourcePage byLink(JsonNode answer, PageRequest request) throws SourceBusy, SourceRefused {
        var link = next(answer, request);
        return new SourcePage(
                items(answer, request),
                link.isEmpty() ? link : Optional.of(within(request.connection().baseUrl(), link.get())));
    }

    private static Optional<String> next(JsonNode answer, PageRequest request) {
        var pointer = listing(request)
                .next()
                .orElseThrow(() -> new IllegalStateException("The mapping file of "
                        + request.connection().source().name() + " doesn't say where the next page is: list.next"));
        return Optional.of(answer.at(pointer).asText("")).filter(text -> !text.isBlank() && !text.equals("null"));
    }

    /** The link without the server, which must be the connection's. */
    private static String within(URI baseUrl, String text) throws SourceRefused {
        try {
            var link = new URI(text);
            var target = URI.create(baseUrl + "/").resolve(link).normalize();
            var base = baseUrl.getRawPath();
            var path = target.getRawPath();
            var same = baseUrl.getScheme().equalsIgnoreCase(target.getScheme())
                    && baseUrl.getRawAuthority().equalsIgnoreCase(withoutUsualPort(target))
                    && path.startsWith(base + "/");
            if (same) {
                var query = target.getRawQuery();
                return path.substring(base.length()) + (query == null ? "" : "?" + query);
            }
        } catch (URISyntaxException e) {
            throw elsewhere();
        }
        throw elsewhere();
    }

    private static String withoutUsualPort(URI link) {
        var authority = String.valueOf(link.getRawAuthority());
        var usual = "https".equalsIgnoreCase(link.getScheme()) ? ":443" : ":80";
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }

    private static SourceRefused elsewhere() {
        return new SourceRefused(
                0,
                "The list's link to its next page leads to another server, or nowhere. It was not followed, as the"
                        + " credentials are for the connection's own address only. Correct the base URL if the source"
                        + " has moved.");
    }

    private static Listing listing(PageRequest request) {
        return request.connection().source().definition().list();
    }

    private static List<JsonNode> items(JsonNode answer, PageRequest request) throws SourceBusy {
        var rows = listing(request).rows().map(answer::at).orElse(answer);
        if (!rows.isArray()) {
            throw new SourceBusy("The device list came back as "
                    + rows.getNodeType().name().toLowerCase(Locale.ROOT)
                    + " where a list was expected; nothing was taken from it.");
        }
        var items = new ArrayList<JsonNode>(rows.size());
        rows.forEach(items::add);
        return items;
    }
}
