package io.rollcall.console;

import org.springframework.web.util.UriComponentsBuilder;

/** Reads the query of a list's address that a form carries: only what a list knows is left of it. */
final class SavedQuery {

    private static final int LONGEST = 4000;

    private SavedQuery() {}

    /** @throws IllegalArgumentException if it is too long or none */
    static AssetSearch read(String query) {
        if (query.length() > LONGEST) {
            throw new IllegalArgumentException("The search is too long. Make it shorter.");
        }
        var values = UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .toSingleValueMap();
        values.replaceAll((key, value) -> value == null
                ? ""
                : org.springframework.web.util.UriUtils.decode(value, java.nio.charset.StandardCharsets.UTF_8));
        return AssetSearch.of(values);
    }
}
