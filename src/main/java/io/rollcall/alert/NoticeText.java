package io.rollcall.alert;

import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A notice in words. */
final class NoticeText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Optional<URI> console;

    /** @param console where people reach the console; empty: no link is given */
    NoticeText(Optional<URI> console) {
        this.console = console;
    }

    /** One line without anything that could begin another: it becomes a header of a mail. */
    String subject(Notice notice) {
        var alert = notice.alert();
        var about = alert.connection().map(name -> " (" + name + ")").orElse("");
        return oneLine("[Rollcall] %s: %s%s"
                .formatted(
                        notice.closed() ? "over" : alert.kind().severity().key(),
                        alert.kind().title(),
                        about));
    }

    /** What a mail says. */
    String body(Notice notice) {
        var alert = notice.alert();
        var text = new StringBuilder();
        if (notice.closed()) {
            text.append("This is over since ")
                    .append(alert.closedAt().map(TIME::format).orElse("now"))
                    .append(", by ")
                    .append(oneLine(alert.closedBy()))
                    .append(". It was:\n\n");
        }
        text.append(alert.message()).append("\n\nSince ").append(TIME.format(alert.openedAt()));
        alert.run().ifPresent(run -> text.append(", run ").append(run));
        text.append(", alert ").append(alert.id()).append('.');
        link().ifPresent(link -> text.append("\n\n").append(link));
        return text.append('\n').toString();
    }

    /** One paragraph, as Slack and its like show it. */
    String chat(Notice notice) {
        var alert = notice.alert();
        var lasted = alert.closedAt()
                .map(end -> " It lasted " + Math.max(1, alert.openedAt().until(end, ChronoUnit.MINUTES)) + " minutes.")
                .orElse("");
        return forSlack(subject(notice) + "\n" + alert.message() + (notice.closed() ? lasted : ""))
                + link().map(link -> "\n" + link).orElse("");
    }

    /** One line, which says that nothing has happened. */
    String testSubject(String who) {
        return oneLine("[Rollcall] test: alerts arrive here (%s)".formatted(who));
    }

    /** @param who asked for the test */
    String testBody(String who) {
        var text = new StringBuilder("Nothing has happened: ")
                .append(oneLine(who))
                .append(" asked Rollcall for this message, to see whether its alerts arrive here.");
        link().ifPresent(link -> text.append("\n\n").append(link));
        return text.append('\n').toString();
    }

    /** The same as Slack and its like show it. */
    String testChat(String who) {
        return forSlack(testSubject(who)) + link().map(link -> "\n" + link).orElse("");
    }

    Optional<String> link() {
        return console.map(address -> address.toString().replaceFirst("/+$", "") + "/alerts");
    }

    /** The three characters by which Slack knows links and mentions. */
    private static String forSlack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
