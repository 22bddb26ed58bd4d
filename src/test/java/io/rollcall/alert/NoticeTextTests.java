package io.rollcall.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTextTests {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final NoticeText text = new NoticeText(Optional.of(URI.create("https://rollcall.example.com/")));

    private static Notice notice(boolean closed, String message, String by) {
        var end = closed ? Optional.of(NOON.plusSeconds(1800)) : Optional.<Instant>empty();
        var alert =
                new Alert(7, AlertKind.REMOVALS_HELD, Optional.of("acme"), Optional.of(12L), message, NOON, end, by);
        return new Notice(1, Destination.MAIL, closed, 1, alert);
    }

    @Test
    void saysWhatHappenedSinceWhenAndWhereToLook() {
        assertThat(text.body(notice(false, "acme: 30 devices are missing.", "")))
                .isEqualTo("""
                        acme: 30 devices are missing.

                        Since 2026-03-02 12:00 UTC, run 12, alert 7.

                        https://rollcall.example.com/alerts
                        """);
    }

    @Test
    void saysThatItIsOverAndWhatItWas() {
        assertThat(text.body(notice(true, "acme: 30 devices are missing.", "run 14")))
                .startsWith("This is over since 2026-03-02 12:30 UTC, by run 14. It was:\n\nacme: 30");
        assertThat(text.chat(notice(true, "acme: 30 devices are missing.", "run 14")))
                .contains("It lasted 30 minutes.");
    }

    @Test
    void S21_namesOfDevicesMakeNoLinksOrMentionsInAChat() {
        assertThat(text.chat(notice(false, "<!channel> <https://evil.example|look> & more", "")))
                .contains("&lt;!channel&gt; &lt;https://evil.example|look&gt; &amp; more")
                .doesNotContain("<");
    }

    @Test
    void S25_aSubjectIsOneLineWhateverStandsInIt() {
        var alert = new Alert(
                7,
                AlertKind.REMOVALS_HELD,
                Optional.of("acme\r\nBcc: all@example.com"),
                Optional.empty(),
                "",
                NOON,
                Optional.empty(),
                "");

        assertThat(text.subject(new Notice(1, Destination.MAIL, false, 1, alert)))
                .isEqualTo("[Rollcall] warning: Removals wait for you (acme Bcc: all@example.com)");
    }
}
