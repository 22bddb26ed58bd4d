package io.rollcall.mapping;

import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import java.util.List;

/** Reads the records of a few devices from an MDM, within the connection's limits; nothing is stored. */
public interface SampleReader {

    /**
     * Of each platform some; none where the list is empty.
     *
     * @throws ConnectionProblem that says why the MDM can't be read
     */
    List<Sample> read(Connection connection);
}
