package io.rollcall.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.access.SignInProperties;
import io.rollcall.call.Posting;
import jakarta.mail.MessagingException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;

/** Tells people of alerts, by e-mail and by a webhook: the steps of the routes {@code alerts} and {@code notify}. */
@Component("notices")
public class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final NoticeQueue queue;
    private final AlertProperties properties;
    private final Messenger messenger;
    private final NoticeText text;
    private final ObjectMapper json;

    Notices(
            NoticeQueue queue,
            AlertProperties properties,
            Messenger messenger,
            SignInProperties signIn,
            ObjectMapper json) {
        this.queue = queue;
        this.properties = properties;
        this.messenger = messenger;
        this.text = new NoticeText(signIn.url());
        this.json = json;
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
        messenger.mail(text.subject(notice), text.body(notice), String.valueOf(notice.id()));
    }

    /** The request that tells of a notice, signed. */
    public Posting posting(Notice notice) {
        return messenger.posting(content(notice), String.valueOf(notice.id()));
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
        var reason = messenger.reason(failure);
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
        LOG.warn("Who is to be told of alerts can't be read; they wait: {}", messenger.reason(failure));
    }
}
