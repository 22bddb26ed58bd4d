package io.rollcall.demo;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The envelopes of the vendor's lists, and the addresses in them. */
final class Pages {

    private final String apiUrl;
    private final String linkUrl;

    /**
     * @param apiUrl the tenant's own, without a slash at the end
     * @param linkUrl what {@code next} and {@code previous} begin with; the vendor's are sometimes of another host
     */
    Pages(String apiUrl, String linkUrl) {
        this.apiUrl = apiUrl;
        this.linkUrl = linkUrl;
    }

    String apiUrl() {
        return apiUrl;
    }

    /** An address of this path as pages name their neighbours. */
    String link(String path, String query) {
        return linkUrl + path + (query.isEmpty() ? "" : "?" + query);
    }

    /** {@code {count,next,previous,results}}. */
    <T> Reply counted(
            int count, Optional<String> next, Optional<String> previous, List<T> rows, BiConsumer<JsonOut, T> row) {
        return Reply.json(JsonOut.render(json -> json.object(out -> {
            out.put("count", count);
            body(out, next, previous, rows, row);
        })));
    }

    /** {@code {next,previous,results}}. */
    <T> Reply uncounted(Optional<String> next, Optional<String> previous, List<T> rows, BiConsumer<JsonOut, T> row) {
        return Reply.json(JsonOut.render(json -> json.object(out -> body(out, next, previous, rows, row))));
    }

    /** A list paged by {@code limit} and {@code offset}. */
    <T> Reply byOffset(Request request, List<T> all, int pageSize, BiConsumer<JsonOut, T> row) {
        var limit = request.number("limit", 1, pageSize);
        var offset = request.number("offset", 0, 0);
        var next = offset + limit < all.size()
                ? Optional.of(link(request.path(), "limit=" + limit + "&offset=" + (offset + limit)))
                : Optional.<String>empty();
        var back = Math.max(0, offset - limit);
        var previous = offset > 0
                ? Optional.of(link(request.path(), "limit=" + limit + (back > 0 ? "&offset=" + back : "")))
                : Optional.<String>empty();
        return counted(all.size(), next, previous, slice(all, offset, limit), row);
    }

    /** A list paged by {@code page}, counted from 1. */
    <T> Reply byNumber(Request request, List<T> all, int pageSize, BiConsumer<JsonOut, T> row) {
        var page = request.number("page", 1, 1);
        if (page > 1 && (page - 1L) * pageSize >= all.size()) {
            return Reply.json(404, "{\"detail\":\"Invalid page.\"}");
        }
        var next = (long) page * pageSize < all.size()
                ? Optional.of(link(request.path() + "/", "page=" + (page + 1)))
                : Optional.<String>empty();
        var previous = page > 1
                ? Optional.of(link(request.path() + "/", page > 2 ? "page=" + (page - 1) : ""))
                : Optional.<String>empty();
        return counted(all.size(), next, previous, slice(all, (page - 1) * pageSize, pageSize), row);
    }

    static <T> List<T> slice(List<T> all, int offset, int limit) {
        var from = Math.min(offset, all.size());
        return all.subList(from, (int) Math.min((long) from + limit, all.size()));
    }

    private static <T> void body(
            JsonOut out, Optional<String> next, Optional<String> previous, List<T> rows, BiConsumer<JsonOut, T> row) {
        out.putOrNull("next", next.orElse(""))
                .putOrNull("previous", previous.orElse(""))
                .array("results", results -> rows.forEach(each -> results.object(fields -> row.accept(fields, each))));
    }
}
