package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param devices the records of the source's list, restricted properties stripped
 */
record PageMessage(
        String connection,
        long run,
        long fence,
        RunKind kind,
        int number,
        String position,
        Optional<String> next,
        List<JsonNode> devices) {}
