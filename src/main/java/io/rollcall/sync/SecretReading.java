package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.call.RequestRefused;
import io.rollcall.call.SourceBusy;
import io.rollcall.call.SourceRefused;
import io.rollcall.secret.Secret;
import io.rollcall.source.RestrictedField;
import io.rollcall.source.SecretQuestion;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of one device while they are asked for, one request each. Nothing that goes wrong with them keeps the device
 * from being stored: what can't be read now is asked for another time. Used by one thread.
 */
final class SecretReading {

    private static final int NOT_SIGNED_IN = 401;

    private final SourceDevice device;
    private final Iterator<SecretQuestion> questions;
    private final Map<RestrictedField, Secret> found = new EnumMap<>(RestrictedField.class);
    private Optional<SecretQuestion> question = Optional.empty();
    private int path;
    private boolean givenUp;

    SecretReading(SourceDevice device) {
        this.device = device;
        this.questions = device.connection().source().mapping().secretQuestions(device.list()).stream()
                .filter(asked -> !device.run().forbidden().contains(asked.field()))
                .iterator();
        next();
    }

    private void next() {
        question = questions.hasNext() ? Optional.of(questions.next()) : Optional.empty();
        path = 0;
    }

    /** Whether there is another request to send. */
    public boolean isOpen() {
        return question.isPresent() && !givenUp;
    }

    /** The path of the next request. */
    public String getPath() {
        return question.orElseThrow().paths().get(path);
    }

    /** Takes the answer to the request. */
    public void learn(JsonNode answer) {
        var asked = question.orElseThrow();
        asked.in(answer).ifPresent(value -> found.put(asked.field(), Secret.of(value)));
        next();
    }

    /** Takes the failure of the request: it is repeated, sent to an older path, or the value is left out. */
    public void failed(Exception failure) {
        if (failure instanceof SourceBusy busy && busy.status() == NOT_SIGNED_IN) {
            return; // the token ran out on the way: the same request once more, with another one
        }
        if (failure instanceof RequestRefused refused && refused.isGone()) {
            olderPath();
        } else if (failure instanceof SourceRefused) {
            device.run().forbidden().add(question.orElseThrow().field());
            next();
        } else if (failure instanceof RequestRefused) {
            next();
        } else {
            givenUp = true;
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The secret isn't there, or the server is too old for the path. */
    private void olderPath() {
        if (path + 1 < question.orElseThrow().paths().size()) {
            path++;
        } else {
            next();
        }
    }

    /** Whether every secret was asked for that the credentials may read. */
    boolean isComplete() {
        return !givenUp;
    }

    Map<RestrictedField, Secret> found() {
        return found;
    }
}
