package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.sync.Opening.Details;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingTests {

    private static Details details(String connection, String state) {
        return new Details(connection, state, Optional.empty(), "");
    }

    @Test
    void D10_isOverOnceNoDeviceIsBeingReadAnyMore() {
        var going = Reading.of(1, List.of(details("a", "failed"), details("b", "reading"), details("b", "reading")), 0);
        var over = Reading.of(1, List.of(details("a", "failed"), details("b", "current")), 3);

        assertThat(going.connections()).containsExactly("b");
        assertThat(going.isGoingOn()).isTrue();
        assertThat(over.isOver()).isTrue();
        assertThat(over.isGoingOn()).isFalse();
    }

    @Test
    void D10_aPageLooksEverMoreSeldomAndGivesUpWithinTenMinutes() {
        var reading = List.of(details("a", "reading"));
        var pauses = IntStream.range(0, Reading.LOOKS)
                .map(look -> Reading.of(1, reading, look).seconds())
                .boxed()
                .toList();

        assertThat(pauses).isSorted().startsWith(2, 4, 6).endsWith(30);
        assertThat(pauses.stream().mapToInt(Integer::intValue).sum()).isLessThan(600);
        assertThat(Reading.of(1, reading, Reading.LOOKS).isGoingOn()).isFalse();
        assertThat(Reading.of(1, reading, Reading.LOOKS).isOver()).isFalse();
    }
}
