package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.call.SourceBusy;
import io.rollcall.source.JsonText;
import org.springframework.stereotype.Component;

/** Adds to a device's record what another system knows of it, for steps that engineers put into the routes. */
@Component("enrichment")
public class Enrichment {

    private final ObjectMapper json;

    Enrichment(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The record with an answer in it, where a mapping finds it: {@code detail:/<name>/…}.
     *
     * @param answer JSON, as the other system sent it
     * @throws SourceBusy if it is no JSON: the step may be tried again
     */
    public JsonNode with(JsonNode record, String name, String answer) throws SourceBusy {
        if (!(record instanceof ObjectNode object)) {
            return record;
        }
        try {
            return object.deepCopy()
                    .set(name, JsonText.clean(json.readTree(answer)).node());
        } catch (JsonProcessingException e) {
            throw new SourceBusy("What was to be added to the record as \"" + name + "\" is no JSON.");
        }
    }
}
