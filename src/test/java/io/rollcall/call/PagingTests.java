package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.connection.Connection;
import io.rollcall.source.Iru;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTests {

    private record Request(int page, String position, int pageSize) implements PageRequest {
        @Override
        public ListScope scope() {
            return ListScope.ALL;
        }

        @Override
        public long runNumber() {
            return 1;
        }

        @Override
        public Connection connection() {
            throw new UnsupportedOperationException("paging asks for no connection");
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

    @ParameterizedTest
    @CsvSource({"'', 3, 3, 3", "300, 3, 3, 303", "300, 3, 4, 304", "'', 3, 2, ", "300, 3, 0, "})
    void pageShorterThanAskedForIsTheLast(String position, int pageSize, int items, String next) throws SourceBusy {
        var answer = JsonNodeFactory.instance.arrayNode();
        for (var i = 0; i < items; i++) {
            answer.addObject();
        }

        var page = paging.byOffset(answer, new Request(0, position, pageSize));

        assertThat(page.items()).hasSize(items);
        assertThat(page.next().orElse(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\": \"no\"}", "{\"results\": []}", "null", "\"x\"", "1", "true"})
    void F9_F10_whatIsNoListIsNeverTakenForAnEmptyOne(String answer) {
        assertThatThrownBy(() -> paging.byOffset(Iru.json(answer), new Request(0, "", 3)))
                .isInstanceOf(SourceBusy.class)
                .hasMessageContaining("nothing was taken from it");
    }

    @Test
    void encodesACursorForAQuery() {
        assertThat(new Request(1, "a&b=c d", 3).getCursor()).isEqualTo("a%26b%3Dc+d");
    }
}
