package io.rollcall.inventory;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.Connections;
import io.rollcall.policy.OnCheckOut;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Check-outs and check-ins that people make. */
@Service
public class CheckOuts {

    /** Nothing is taken over. */
    static final OnCheckOut NOTHING = new OnCheckOut(false, false);

    private final AssetRows rows;
    private final Recipients holders;
    private final Handovers handovers;
    private final Connections connections;
    private final Audit audit;

    CheckOuts(AssetRows rows, Recipients holders, Handovers handovers, Connections connections, Audit audit) {
        this.rows = rows;
        this.holders = holders;
        this.handovers = handovers;
        this.connections = connections;
        this.audit = audit;
    }

    /**
     * Checks an asset out. One that somebody has is checked in first; one that the same person or location has gets the
     * new due date and note.
     *
     * @throws InvalidSettings if there is no such person or location, or the date is none
     * @throws RecordProblem if the asset is archived, isn't there, or was changed
     */
    @Transactional
    public void checkOut(long id, CheckOutRequest request, Expected expected, Actor actor) {
        if (request.person().isPresent() == request.location().isPresent()) {
            throw Words.wrong("person", "Neither or both of person and location are given", "One of them");
        }
        var dueOn = request.dueOn().map(CheckOuts::date).orElse("");
        var note = Words.line("note", request.note().orElse(""));
        var asset = locked(id, expected);
        if (asset.archived()) {
            throw RecordProblem.conflict("Asset " + id + " is archived. Restore it first.");
        }
        var to = request.person()
                .map(holders::person)
                .orElseGet(() -> holders.location(request.location().orElseThrow()));
        var takesOver = asset.leader().map(this::onCheckOut).orElse(NOTHING);
        var handover = new Handover(asset, Optional.of(to), dueOn, note, takesOver);
        if (!handover.changesNothing()) {
            handovers.write(List.of(handover), actor);
            var kind = to.person() ? "person" : "location";
            audit.add(actor, "asset.checkout", AssetEdits.object(id), Map.of(kind, to.id()));
        }
    }

    /**
     * Checks an asset in.
     *
     * @throws RecordProblem if nobody has it, it isn't there, or was changed
     */
    @Transactional
    public void checkIn(long id, String note, Expected expected, Actor actor) {
        var line = Words.line("note", note);
        var asset = locked(id, expected);
        if (asset.holder().isEmpty()) {
            throw RecordProblem.conflict("Asset " + id + " is checked out to nobody.");
        }
        handovers.write(List.of(new Handover(asset, Optional.empty(), "", line, NOTHING)), actor);
        audit.add(actor, "asset.checkin", AssetEdits.object(id), Map.of());
    }

    /** What the connection's policy lets its assets take over at a check-out. */
    OnCheckOut onCheckOut(String connection) {
        try {
            return connections
                    .find(connection)
                    .map(found -> found.policy().onCheckOut())
                    .orElse(NOTHING);
        } catch (InvalidSettings e) {
            return NOTHING;
        }
    }

    private AssetSnapshot locked(long id, Expected expected) {
        var asset = rows.lock(id);
        expected.check(asset.name(), asset.version());
        return asset;
    }

    private static String date(String text) {
        if (text.isBlank()) {
            return "";
        }
        try {
            return LocalDate.parse(text.strip()).toString();
        } catch (DateTimeException e) {
            throw Words.wrong("dueOn", "This is no date", "Year-month-day, for example 2026-03-31");
        }
    }
}
