package io.rollcall.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.access.SignInProperties;
import io.rollcall.call.Posting;
import io.rollcall.source.AddressRules;
import io.rollcall.source.TargetUrl;
import io.rollcall.startup.StartupFailure;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Tells people of alerts, by e-mail and by a webhook: the steps of the routes {@code alerts} and {@code notify}. */
@Component("notices")
public class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private static final String CLASH = "Rollcall can't tell anybody of alerts as it is set up.";

    private final NoticeQueue queue;
    private final AlertProperties properties;
    private final Optional<URI> target;
    private final Optional<JavaMailSender> mail;
    private final NoticeText text;
    private final ObjectMapper json;
    private final Clock clock;

    Notices(
            NoticeQueue queue,
            AlertProperties properties,
            SignInProperties signIn,
            AddressRules rules,
            ObjectProvider<JavaMailSender> mail,
            ObjectMapper json,
            Clock clock) {
        this.queue = queue;
        this.properties = properties;
        this.target = properties.webhook().url().map(url -> checked(url, rules));
        this.mail = Optional.ofNullable(mail.getIfAvailable());
        this.text = new NoticeText(signIn.url());
        this.json = json;
        this.clock = clock;
        if (this.mail.isEmpty() && !properties.mail().to().isEmpty()) {
            throw new StartupFailure(
                    "rollcall.alerts.mail.to has addresses, and spring.mail.host is not set.",
                    CLASH,
                    "Set spring.mail.host to your mail server, or take the addresses away.");
        }
    }

    private static URI checked(URI url, AddressRules rules) {
        return TargetUrl.problem(url, rules)
                .<URI>map(problem -> {
                    throw new StartupFailure(
                            "rollcall.alerts.webhook.url can't be used: " + problem + ".",
                            CLASH,
                            "Enter an address that begins with https:// and a host's name.");
                })
                .orElse(url);
    }

    /** What is to be told now. */
    public List<Notice> claim() {
        return queue.claim();
    }

    /**
     * Sends an e-mail to each address.
     *
     * @throws MailException if the server didn't take it
     */
    public void mail(Notice notice) throws MessagingException {
        var sender = mail.orElseThrow();
        var message = sender.createMimeMessage();
        var helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        helper.setFrom(properties.mail().from());
        helper.setTo(properties.mail().to().toArray(String[]::new));
        helper.setSubject(text.subject(notice));
        helper.setText(text.body(notice));
        // So that no out-of-office reply comes back.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Rollcall-Notice", String.valueOf(notice.id()));
        sender.send(message);
    }

    /** The request that tells of a notice, signed. */
    public Posting posting(Notice notice) {
        var body = content(notice).toString().getBytes(StandardCharsets.UTF_8);
        var headers = properties.webhook().secret().isBlank()
                ? Map.of("Rollcall-Notice", String.valueOf(notice.id()))
                : Map.of(
                        "Rollcall-Notice",
                        String.valueOf(notice.id()),
                        "Rollcall-Signature",
                        new Signature(properties.webhook().secret())
                                .of(clock.instant().getEpochSecond(), body));
        return new Posting(target.orElseThrow(), body, headers);
    }

    private ObjectNode content(Notice notice) {
        var alert = notice.alert();
        var content = json.createObjectNode().put("text", text.chat(notice));
        content.put("notice", notice.id()).put("event", notice.closed() ? "alert.closed" : "alert.opened");
        var about = content.putObject("alert");
        about.put("id", alert.id())
                .put("kind", alert.kind().key())
                .put("severity", alert.kind().severity().key())
                .put("message", alert.message())
                .put("openedAt", alert.openedAt().toString());
        alert.connection().ifPresent(name -> about.put("connection", name));
        alert.run().ifPresent(run -> about.put("run", run));
        alert.closedAt().ifPresent(end -> about.put("closedAt", end.toString()).put("closedBy", alert.closedBy()));
        text.link().ifPresent(link -> about.put("link", link));
        return content;
    }

    /** It was taken. */
    public void sent(Notice notice) {
        queue.sent(notice.id());
        LOG.info(
                "alert {}: told by {} that it {}",
                notice.alert().id(),
                notice.destinationKey(),
                notice.closed() ? "is over" : "was raised");
    }

    /** It was not taken: it is tried again later, or given up. The reason names no address: a webhook's may be secret. */
    public void failed(Notice notice, Exception failure) {
        var reason = reason(failure);
        if (notice.tries() > properties.attempts()) {
            queue.failed(notice.id(), reason);
            LOG.error(
                    "alert {}: nobody could be told by {}, after {} tries: {}",
                    notice.alert().id(),
                    notice.destinationKey(),
                    notice.tries(),
                    reason);
        } else {
            queue.later(notice.id(), properties.wait(notice.tries()), reason);
            LOG.warn(
                    "alert {}: nobody could be told by {} now; it is tried again: {}",
                    notice.alert().id(),
                    notice.destinationKey(),
                    reason);
        }
    }

    /** Nothing could be claimed: the database is away. */
    public void unclaimed(Exception failure) {
        LOG.warn("Who is to be told of alerts can't be read; they wait: {}", reason(failure));
    }

    private String reason(Exception failure) {
        var told = innermost(
                failure instanceof MailSendException several && several.getMessageExceptions().length > 0
                        ? several.getMessageExceptions()[0]
                        : failure);
        for (var hidden : properties.webhook().hidden()) {
            told = told.replace(hidden, "***");
        }
        return told;
    }

    private static String innermost(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
    }
}
