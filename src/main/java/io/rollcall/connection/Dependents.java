package io.rollcall.connection;

import io.rollcall.access.Actor;
import java.util.Map;

/** What hangs on a connection elsewhere and must follow it, in the same transaction. */
public interface Dependents {

    /** What becomes of the assets of a connection that is deleted. */
    enum Assets {
        /** They stay, and no source keeps them up to date any more. */
        KEEP,
        /** Those that no other connection has are deleted. */
        DELETE
    }

    /** The connection's policy is about to change: every device is to be decided anew. */
    void policyChanges(long connection);

    /** The connection is about to lead to another address, where its devices' ids may mean other devices. */
    void addressChanges(long connection);

    /**
     * The connection is about to be deleted.
     *
     * @return how many assets were kept and deleted, for the audit log
     */
    Map<String, Integer> goes(Connection connection, Assets assets, Actor actor);
}
