package io.rollcall.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * To whom an asset is checked out: either a person or a location.
 *
 * @param person the person's number or one of their e-mail addresses
 * @param location the location's number or name
 * @param dueOn the day it is due back
 */
public record CheckOutRequest(
        Optional<JsonNode> person,
        Optional<JsonNode> location,
        @JsonProperty("dueOn") Optional<String> dueOn,
        Optional<String> note) {

    public CheckOutRequest {
        person = person.filter(CheckOutRequest::isGiven);
        location = location.filter(CheckOutRequest::isGiven);
    }

    /** A key that is null arrives as a blank text. */
    private static boolean isGiven(JsonNode value) {
        return !value.isTextual() || !value.asText().isBlank();
    }
}
