package io.rollcall.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollcall.records.CustomFieldEdits.NewField;
import java.util.List;
import java.util.Optional;

/**
 * A connection's own rows, all of them: those it had before are gone. No rows: the mapping file's hold again.
 *
 * <p>The rows of a property take the place of all that it has in the mapping file. A field that a row names is read from
 * that row's property alone.
 */
public record MappingChanges(List<Row> rows) {

    /**
     * What is to become of a property.
     *
     * @param property {@code list:} or {@code detail:} and a JSON Pointer
     * @param target a field, {@code custom.} and the key of a custom field, or {@code skip}
     * @param newField in place of a target: a custom field to be made with it
     * @param convert a converter or table; empty: the one that suits
     */
    public record Row(
            String property,
            Optional<String> target,
            @JsonProperty("newField") Optional<NewField> newField,
            Optional<String> convert) {}
}
