package io.rollcall.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.call.Posting;
import io.rollcall.source.AddressRules;
import io.rollcall.source.TargetUrl;
import io.rollcall.startup.StartupFailure;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Makes messages to people of texts, for the mail server and the webhook that are set up. */
@Component
class Messenger {

    private static final String CLASH = "Rollcall can't tell anybody of alerts as it is set up.";

    private final AlertProperties properties;
    private final Optional<URI> target;
    private final Optional<JavaMailSender> mail;
    private final Clock clock;

    Messenger(AlertProperties properties, AddressRules rules, ObjectProvider<JavaMailSender> mail, Clock clock) {
        this.properties = properties;
        this.target = properties.webhook().url().map(url -> checked(url, rules));
        this.mail = Optional.ofNullable(mail.getIfAvailable());
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

    /**
     * Sends an e-mail to each address.
     *
     * @param subject one line
     * @param id what goes into the header {@code X-Rollcall-Notice}
     * @throws MailException if the server didn't take it
     */
    void mail(String subject, String body, String id) throws MessagingException {
        var sender = mail.orElseThrow();
        var message = sender.createMimeMessage();
        var helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        helper.setFrom(properties.mail().from());
        helper.setTo(properties.mail().to().toArray(String[]::new));
        helper.setSubject(subject);
        helper.setText(body);
        // So that no out-of-office reply comes back.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Rollcall-Notice", id);
        sender.send(message);
    }

    /**
     * The request to the webhook, signed where there is a secret.
     *
     * @param id what goes into the header {@code Rollcall-Notice}
     */
    Posting posting(ObjectNode content, String id) {
        var body = content.toString().getBytes(StandardCharsets.UTF_8);
        var secret = properties.webhook().secret();
        var headers = secret.isBlank()
                ? Map.of("Rollcall-Notice", id)
                : Map.of(
                        "Rollcall-Notice",
                        id,
                        "Rollcall-Signature",
                        new Signature(secret).of(clock.instant().getEpochSecond(), body));
        return new Posting(target.orElseThrow(), body, headers);
    }

    /** Why a message was not taken. It names no address of a webhook: that may be secret. */
    String reason(Exception failure) {
        var cause = cause(failure);
        return withoutSecrets(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    /** What lies at the bottom of it. */
    static Throwable cause(Exception failure) {
        Throwable innermost = failure instanceof MailSendException several && several.getMessageExceptions().length > 0
                ? several.getMessageExceptions()[0]
                : failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    /** A text for people and logs, stars in the place of what is secret. */
    String withoutSecrets(String text) {
        var shown = text;
        for (var hidden : properties.webhook().hidden()) {
            shown = shown.replace(hidden, "***");
        }
        return shown;
    }
}
