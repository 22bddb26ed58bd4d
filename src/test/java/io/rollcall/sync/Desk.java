package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.access.Actor;
import io.rollcall.inventory.AssetChanges;
import io.rollcall.inventory.AssetEdits;
import io.rollcall.inventory.CheckOutRequest;
import io.rollcall.inventory.CheckOuts;
import io.rollcall.records.Expected;
import io.rollcall.settings.StrictYaml;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People at work here: what they change goes through the services that REST and screens use. */
final class Desk {

    private final JdbcClient jdbc;
    private final AssetEdits edits;
    private final CheckOuts checkOuts;

    Desk(JdbcClient jdbc, AssetEdits edits, CheckOuts checkOuts) {
        this.jdbc = jdbc;
        this.edits = edits;
        this.checkOuts = checkOuts;
    }

    /** Sets the asset tag; blank: takes it away. */
    void tag(String serial, String tag) {
        JsonNode changes = JsonNodeFactory.instance
                .objectNode()
                .set("fields", JsonNodeFactory.instance.objectNode().put("asset-tag", tag));
        edits.change(asset(serial), StrictYaml.read("test", changes, AssetChanges.class), Expected.ANY, Actor.ROLLCALL);
    }

    /** Checks out to the person with this address. */
    void checkOut(String serial, String email) {
        checkOuts.checkOut(
                asset(serial),
                new CheckOutRequest(
                        Optional.of(JsonNodeFactory.instance.textNode(email)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Expected.ANY,
                Actor.ROLLCALL);
    }

    void checkOutToLocation(String serial, String location) {
        checkOuts.checkOut(
                asset(serial),
                new CheckOutRequest(
                        Optional.empty(),
                        Optional.of(JsonNodeFactory.instance.textNode(location)),
                        Optional.empty(),
                        Optional.empty()),
                Expected.ANY,
                Actor.ROLLCALL);
    }

    void checkIn(String serial) {
        checkOuts.checkIn(asset(serial), "", Expected.ANY, Actor.ROLLCALL);
    }

    long asset(String serial) {
        return jdbc.sql("select id from asset where serial = ?")
                .param(serial)
                .query(Long.class)
                .single();
    }
}
