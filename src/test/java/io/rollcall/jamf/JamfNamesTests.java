package io.rollcall.jamf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JamfNamesTests {

    private static final Instant NOW = Instant.parse("2026-10-05T12:00:00Z");
    private static final URI ADDRESS = URI.create("https://acme.jamfcloud.com");

    private static JsonNode page(int from, int rows) {
        var page = JsonNodeFactory.instance.objectNode();
        var results = page.putArray("results");
        for (var id = from; id < from + rows; id++) {
            results.addObject().put("id", String.valueOf(id)).put("name", "Name " + id);
        }
        return page;
    }

    @Test
    void tableThatBringsTheSamePageAgainEndsThere() throws Exception {
        var names = new JamfNames();

        names.learn(page(1, 1000));
        assertThat(names.getTable()).isEqualTo("departments");
        names.learn(page(1, 1000));

        assertThat(names.getTable()).isEqualTo("buildings");
        assertThat(names.getPage()).isZero();
        assertThat(names.department("1000")).contains("Name 1000");
    }

    @Test
    void tableThatGrowsWithoutEndEndsAfterAHundredPages() throws Exception {
        var names = new JamfNames();
        var pages = 0;
        while (names.isOpen() && pages < 1000) {
            names.learn(page(1 + 1000 * pages, 1000));
            pages++;
        }

        assertThat(pages).isEqualTo(200);
    }

    @Test
    void namesHoldForTenMinutesWhateverRunReadThemButNotForAnotherAddress() {
        var server = new JamfServer(NOW);
        assertThat(server.knowsNames(ADDRESS, NOW)).isFalse();

        server.names(ADDRESS, NOW, new JamfNames());

        assertThat(server.knowsNames(ADDRESS, NOW.plus(Duration.ofMinutes(9)))).isTrue();
        assertThat(server.knowsNames(ADDRESS, NOW.plus(Duration.ofMinutes(10)))).isFalse();
        assertThat(server.knowsNames(URI.create("https://other.jamfcloud.com"), NOW))
                .isFalse();
    }
}
