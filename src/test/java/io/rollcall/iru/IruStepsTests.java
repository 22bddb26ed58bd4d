package io.rollcall.iru;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.call.ListScope;
import io.rollcall.call.PageRequest;
import io.rollcall.call.Refusals;
import io.rollcall.call.SourcePage;
import io.rollcall.connection.Connection;
import io.rollcall.connection.IruConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long the tables that go along with Iru's devices are kept. */
class IruStepsTests {

    private Instant now = Instant.parse("2026-10-05T12:00:00Z");
    private final Iru iru = new Iru(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private record Request(Connection connection) implements PageRequest {
        @Override
        public int page() {
            return 0;
        }

        @Override
        public String position() {
            return "";
        }

        @Override
        public int pageSize() {
            return 300;
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
        public void countCall() {}

        @Override
        public boolean isWanted() {
            return true;
        }
    }

    private IruPage page() {
        return iru.page(new Request(IruConnection.of(7, "{\"people\": {\"directory\": true}}")));
    }

    private void read(IruPage page) throws Exception {
        for (var table : page.unread()) {
            iru.learn(
                    json("{\"results\": [{\"id\": \"u1\", \"department\": \"Sales\", \"job_title\": \"Lead\"}]}"),
                    table,
                    page);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String department(IruPage page) {
        var devices = new SourcePage(List.of(json("{\"user\": {\"id\": \"u1\"}}")), Optional.empty());
        return iru.complete(devices, page).items().get(0).at("/user/department").asText();
    }

    @Test
    void tableThatGetsOldWhileAPageIsReadStillCompletesThatPage() throws Exception {
        read(page());
        var page = page();
        assertThat(page.unread()).isEmpty();

        now = now.plus(Duration.ofHours(3));
        var other = page();

        assertThat(other.unread()).hasSize(1);
        assertThat(department(page)).isEqualTo("Sales");
    }

    @Test
    void tableThatIsRefusedKeepsWhatWasReadBeforeAndIsAskedForAgainAfterAnHour() throws Exception {
        read(page());
        now = now.plus(Duration.ofHours(3));
        var page = page();
        var refused = Refusals.of(403);

        iru.without(page.unread().get(0), page, refused);

        assertThat(department(page)).isEqualTo("Sales");
        assertThat(department(page())).isEqualTo("Sales");
        assertThat(page().unread()).isEmpty();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(page().unread()).hasSize(1);
    }
}
