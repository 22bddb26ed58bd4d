package io.rollcall.sync;

import io.rollcall.inventory.FieldChange;
import io.rollcall.inventory.PlannedPage.PlannedPerson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a sync would do; nothing of it is done. Decided by what the list says: details, where a sync would read them, may
 * add more. Counts are complete, the lists hold their first thousand entries.
 *
 * @param state running, done or failed
 * @param message why it failed; blank: it didn't
 * @param peopleToCreate how many people would be created
 * @param probableDuplicates how many of them have the name of somebody here whose e-mail addresses differ
 * @param warning what a person should know before the first sync; empty: nothing
 */
public record PreviewReport(
        String previewId,
        String connection,
        String state,
        String message,
        Instant begunAt,
        int pages,
        int seen,
        int created,
        int updated,
        int unchanged,
        int skipped,
        int duplicate,
        int peopleToCreate,
        int probableDuplicates,
        Optional<String> warning,
        List<DevicePlan> toCreate,
        List<DevicePlan> toUpdate,
        List<Note> notes,
        List<PlannedPerson> people) {

    /** What would happen to a device's asset, field by field. */
    public record DevicePlan(
            String deviceId, String serial, String deviceName, String assetId, List<FieldChange> changes) {}

    /** A skip, duplicate or notice. */
    public record Note(String kind, String deviceId, String serial, String deviceName, String reason) {}

    public boolean isDone() {
        return state.equals(Preview.State.DONE.key());
    }

    public boolean isRunning() {
        return state.equals(Preview.State.RUNNING.key());
    }
}
