package io.rollcall.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One change of one property of an asset.
 *
 * @param field the property's name in REST
 * @param before the value before; blank: there was none
 * @param after the value now
 * @param rule why, for people
 */
public record FieldChange(
        String field,
        @JsonProperty("old") String before,
        @JsonProperty("new") String after,
        String rule) {}
