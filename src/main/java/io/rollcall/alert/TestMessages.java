package io.rollcall.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.access.SignInProperties;
import io.rollcall.call.Failures;
import io.rollcall.call.Postings;
import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;

/**
 * Sends somebody who set up alerts a message by the same way that alerts take, once and at once, so that they see whether it
 * arrives before it matters.
 */
@Component
public class TestMessages {

    private final AlertProperties properties;
    private final Messenger messenger;
    private final Postings postings;
    private final NoticeText text;
    private final Audit audit;
    private final ObjectMapper json;

    TestMessages(
            AlertProperties properties,
            Messenger messenger,
            Postings postings,
            SignInProperties signIn,
            Audit audit,
            ObjectMapper json) {
        this.properties = properties;
        this.messenger = messenger;
        this.postings = postings;
        this.text = new NoticeText(signIn.url());
        this.audit = audit;
        this.json = json;
    }

    /** Whether there is anybody to send mail to. */
    public boolean hasMail() {
        return properties.destinations().containsKey(Destination.MAIL);
    }

    /** Whether a webhook is set. */
    public boolean hasWebhook() {
        return properties.destinations().containsKey(Destination.WEBHOOK);
    }

    /**
     * Sends an e-mail to each address of the settings; waits for the mail server.
     *
     * @return why it wasn't taken, for people; empty: it was
     */
    public Optional<String> mail(Actor actor) {
        note(actor, Destination.MAIL);
        try {
            messenger.mail(text.testSubject(actor.name()), text.testBody(actor.name()), newId());
            return Optional.empty();
        } catch (MailException | MessagingException e) {
            return Optional.of(Failures.explain(Messenger.cause(e)));
        }
    }

    /** Likewise to the webhook: signed JSON, with {@code "event": "test"}. */
    public Optional<String> webhook(Actor actor) {
        note(actor, Destination.WEBHOOK);
        var content =
                json.createObjectNode().put("text", text.testChat(actor.name())).put("event", "test");
        return postings.send(messenger.posting(content, newId())).map(messenger::withoutSecrets);
    }

    /** Another one each time: receivers may drop what they had before. */
    private static String newId() {
        return "test-" + UUID.randomUUID();
    }

    private void note(Actor actor, Destination destination) {
        audit.add(actor, "alert.test", "alert/" + destination.key(), Map.of());
    }
}
