package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.connection.Connection;
import io.rollcall.connection.IruConnection;
import io.rollcall.source.Iru;
import io.rollcall.source.Source;
import io.rollcall.source.SourceDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTests {

    private static final String PLAIN = "";
    private static final String WRAPPED = "\n  rows: /rows\n  next: /next";

    /** A source whose list is described so, at an address with a path. */
    private static Connection connection(String list) {
        try {
            var yaml = Files.readString(Path.of("mappings/iru.yaml")).replace("\nlist:", "\nlist:" + list);
            var definition = SourceDefinition.read("test", yaml);
            var iru = IruConnection.of(1, "{}");
            return new Connection(
                    1,
                    "c1",
                    new Source(definition, Iru.MAPPING),
                    iru.preset(),
                    iru.overrides(),
                    iru.policy(),
                    URI.create("https://acme.api.kandji.io/mdm"),
                    Optional.empty(),
                    true,
                    false,
                    "",
                    Optional.empty(),
                    0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Request(Connection connection, int page, String position, int pageSize) implements PageRequest {

        static Request of(String list, String position, int pageSize) {
            return new Request(PagingTests.connection(list), 0, position, pageSize);
        }

        @Override
        public ListScope scope() {
            return ListScope.ALL;
        }

        @Override
        public long runNumber() {
            return 1;
        }

        @Override
        public void countCall() {
            throw new UnsupportedOperationException("paging sends nothing");
        }

        @Override
        public boolean isWanted() {
            return true;
        }
    }

    private final Paging paging = new Paging();

    private static JsonNode rows(int items) {
        var answer = JsonNodeFactory.instance.arrayNode();
        for (var i = 0; i < items; i++) {
            answer.addObject();
        }
        return answer;
    }

    private static JsonNode wrapped(String next) {
        return JsonNodeFactory.instance.objectNode().put("next", next).set("rows", rows(2));
    }

    @ParameterizedTest
    @CsvSource({"'', 3, 3, 3", "300, 3, 3, 303", "300, 3, 4, 304", "'', 3, 2, ", "300, 3, 0, "})
    void pageShorterThanAskedForIsTheLast(String position, int pageSize, int items, String next) throws SourceBusy {
        var page = paging.byOffset(rows(items), Request.of(PLAIN, position, pageSize));

        assertThat(page.items()).hasSize(items);
        assertThat(page.next().orElse(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"'', 3, 3, 3", "300, 3, 2, 302", "300, 3, 0, "})
    void X7_emptyPageIsTheLastWhereASourceMayGiveLessThanAskedFor(String position, int pageSize, int items, String next)
            throws SourceBusy {
        var page = paging.byOffset(rows(items), Request.of("\n  ends: empty-page", position, pageSize));

        assertThat(page.next().orElse(null)).isEqualTo(next);
    }

    @Test
    void X7_pagesAreNumberedFromZeroOrOne() throws SourceBusy {
        var first = Request.of(PLAIN, "", 3);
        assertThat(first.getPageNumber()).isZero();
        assertThat(first.getPageNumberFromOne()).isEqualTo(1);

        var second = Request.of(PLAIN, paging.byPage(rows(3), first).next().orElseThrow(), 3);

        assertThat(second.getPageNumber()).isEqualTo(1);
        assertThat(second.getPageNumberFromOne()).isEqualTo(2);
        assertThat(paging.byPage(rows(2), second).next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4 of 100, 100, 4", "4 of 100, 200, 2", "3 of 100, 200, 1", "4 of 100, 30, 13"})
    void X7_runThatGoesOnWithPagesOfAnotherSizeLeavesNoneOut(String position, int pageSize, int number) {
        assertThat(Request.of(PLAIN, position, pageSize).getPageNumber()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"abc=, abc=", "'', ", "null, "})
    void X7_pageTellsTheCursorOfTheNext(String told, String next) throws SourceBusy {
        var page = paging.byCursor(wrapped(told), Request.of(WRAPPED, "", 3));

        assertThat(page.items()).hasSize(2);
        assertThat(page.next().orElse(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "https://acme.api.kandji.io/mdm/devices?skip=2%2B, /devices?skip=2%2B",
        "https://ACME.api.kandji.io:443/mdm/devices, /devices",
        "/mdm/devices?after=1, /devices?after=1",
        "devices?after=1, /devices?after=1",
        "'', "
    })
    void X7_S13_linkToTheNextPageStaysAtTheConnectionsAddress(String told, String next) throws Exception {
        var page = paging.byLink(wrapped(told), Request.of(WRAPPED, "", 3));

        assertThat(page.next().orElse(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/mdm/devices",
                "http://acme.api.kandji.io/mdm/devices",
                "https://acme.api.kandji.io:8443/mdm/devices",
                "https://acme.api.kandji.io@evil.example/mdm/devices",
                "https://user@acme.api.kandji.io/mdm/devices",
                "https://acme.api.kandji.io.evil.example/mdm/devices",
                "https://acme.api.kandji.io/other/devices",
                "//evil.example/mdm/devices",
                "https:devices",
                "javascript:alert(1)",
                "https://acme.api.kandji.io/mdm/ devices",
            })
    void X7_S13_linkToAnyOtherPlaceIsRefused(String told) {
        assertThatThrownBy(() -> paging.byLink(wrapped(told), Request.of(WRAPPED, "", 3)))
                .isInstanceOf(SourceRefused.class)
                .hasMessageContaining("was not followed");
    }

    @Test
    void X7_linkIsTakenApartForTheRequest() {
        var request = Request.of(WRAPPED, "/devices?a=1&b=2%3F", 3);

        assertThat(request.getLinkPath()).isEqualTo("/devices");
        assertThat(request.getLinkQuery()).isEqualTo("a=1&b=2%3F");
        assertThat(Request.of(WRAPPED, "/devices", 3).getLinkQuery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\": \"no\"}", "{\"results\": []}", "null", "\"x\"", "1", "true"})
    void F9_F10_whatIsNoListIsNeverTakenForAnEmptyOne(String answer) {
        assertThatThrownBy(() -> paging.byOffset(Iru.json(answer), Request.of(PLAIN, "", 3)))
                .isInstanceOf(SourceBusy.class)
                .hasMessageContaining("nothing was taken from it");
    }

    @Test
    void encodesACursorForAQuery() {
        assertThat(Request.of(PLAIN, "a&b=c d", 3).getCursor()).isEqualTo("a%26b%3Dc+d");
    }
}
