package io.rollcall.source;

/**
 * A source that connections can be made to.
 *
 * @param definition what its mapping file says
 * @param mapping the file's rows, ready to be applied
 */
public record Source(SourceDefinition definition, Mapping mapping) {

    /** Whether it has values that are asked for one by one. */
    public boolean hasSecrets() {
        return definition.restricted().stream().anyMatch(row -> row.request().isPresent());
    }

    /** Its name in policies and route files. */
    public String name() {
        return definition.name();
    }
}
