package io.rollcall.inventory;

import io.rollcall.inventory.AssetState.Link;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which devices earlier pages of the run saw, read from the ledger. */
@Component
class EarlierPages {

    private static final String SQL_SEEN = """
            select distinct seen.id from run_page p, unnest(p.device_ids) as seen(id)
            where p.run_id = :run and seen.id = any(:ids)
            """;

    private final JdbcClient jdbc;

    EarlierPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The devices of the page's connection that are one of these assets and were on an earlier page. Costs a statement
     * only where a device that isn't on the page has an asset that one of the page may want.
     */
    Set<String> seen(PageOfDevices page, Collection<AssetState> assets) {
        var others = assets.stream()
                .flatMap(asset -> asset.links().stream())
                .filter(link -> link.connection() == page.connection())
                .map(Link::sourceId)
                .filter(id -> !page.seenBefore().contains(id))
                .toArray(String[]::new);
        if (others.length == 0) {
            return Set.of();
        }
        return Set.copyOf(jdbc.sql(SQL_SEEN)
                .param("run", page.run())
                .param("ids", others)
                .query(String.class)
                .list());
    }
}
