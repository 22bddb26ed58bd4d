package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;
import io.rollcall.device.Attributes;
import io.rollcall.source.RestrictedField;
import io.rollcall.source.SecretQuestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A device of a page on its way through the device routes. Its accessors are what the routes' choices ask.
 *
 * @param run the run
 * @param trace the span of its page
 * @param index its place on the page
 * @param sourceId the source's id of it
 * @param serial its serial number as the list has it; blank: none usable
 * @param name its name as the list has it; blank: none
 * @param list its list record
 * @param listHash tells whether the list record changed
 * @param match how it compares with what is known
 * @param wantsDetails whether its detail record is to be read
 * @param wantsSecrets whether its secrets, each of which is a request, are to be read
 * @param refusedBefore which of its secrets the credentials could not read: no others are asked for; empty: all are
 * @param known its attributes as last stored, where they complete what the list says
 * @param storedDetail its detail record as last stored, where the mapping has changed since: its attributes are made anew
 * @param failedBefore whether it has an open dead letter
 */
record SourceDevice(
        RunContext run,
        Span trace,
        int index,
        String sourceId,
        String serial,
        String name,
        JsonNode list,
        String listHash,
        Match match,
        boolean wantsDetails,
        boolean wantsSecrets,
        Set<RestrictedField> refusedBefore,
        Optional<Attributes> known,
        Optional<JsonNode> storedDetail,
        boolean failedBefore)
        implements CallOrigin {

    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** How a device compares with what is known. */
    enum Match {
        /** It can't be identified the way the policy wants, and no asset is known for it. */
        UNUSABLE,
        /** As at the last look. */
        UNCHANGED,
        CHANGED,
        NEW
    }

    public boolean isUnusable() {
        return match == Match.UNUSABLE;
    }

    public boolean isUnchanged() {
        return match == Match.UNCHANGED;
    }

    public boolean isWantingDetails() {
        return wantsDetails;
    }

    public boolean isWantingSecrets() {
        return wantsSecrets;
    }

    /** The secrets to be asked for. */
    List<SecretQuestion> secretQuestions() {
        return connection().source().mapping().secretQuestions(list).stream()
                .filter(asked -> refusedBefore.isEmpty() || refusedBefore.contains(asked.field()))
                .toList();
    }

    @Override
    public Connection connection() {
        return run.connection();
    }

    /**
     * The id as part of a path.
     *
     * @throws IllegalStateException if it has characters that could change the path
     */
    public String pathId() {
        return inPath(sourceId);
    }

    /**
     * A device's id as part of a path.
     *
     * @throws IllegalStateException if it has characters that could change the path
     */
    static String inPath(String sourceId) {
        if (!SAFE_ID.matcher(sourceId).matches()) {
            throw new IllegalStateException("Its device id has characters that no id has; no request is sent for it.");
        }
        return sourceId;
    }

    /** The name of the route that reads details. */
    public String reader() {
        return connection().source().name();
    }

    @Override
    public void countCall() {
        run.countCall();
    }

    @Override
    public boolean isWanted() {
        return run.isWanted();
    }

    /** One and the same, or another: Camel hashes the body of every exchange that an expression looks into. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "device " + sourceId;
    }
}
