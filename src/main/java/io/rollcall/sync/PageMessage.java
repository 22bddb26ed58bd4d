package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page on its way through the pipe: self-contained JSON, whichever kind of pipe it is.
 *
 * @param connection the connection's name
 * @param run the run
 * @param fence the run's fence when the page was read
 * @param kind the kind of run
 * @param number the page's number, from 0
 * @param position where the page began
 * @param next where the next page begins; empty: this is the last
 * @param readAt when the source had answered with it
 * @param devices the records of the source's list, restricted properties stripped
 * @param restricted the restricted values that were in the records, encrypted; empty: none
 * @param ending in place of devices: how the run ends
 */
record PageMessage(
        String connection,
        long run,
        long fence,
        RunKind kind,
        int number,
        String position,
        Optional<String> next,
        Instant readAt,
        List<JsonNode> devices,
        Optional<String> restricted,
        Optional<Ending> ending) {

    /**
     * That the list couldn't be read further. It goes through the pipe behind the pages that were read, so that they are
     * stored before the run ends.
     */
    record Ending(RunState state, String message) {}
}
