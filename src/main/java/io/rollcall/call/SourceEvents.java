package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads the events that a source sends by itself. Each source that sends some has a bean of this. */
public interface SourceEvents {

    /** The source's name. */
    String source();

    /**
     * The source's ids of the devices an event is about, letters, digits and hyphens only; none: it is about something
     * else, or not what this source sends. An event is a hint and no more: what it says of a device is not taken.
     */
    List<String> devices(JsonNode event);
}
