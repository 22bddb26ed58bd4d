package io.rollcall.source;

import io.rollcall.startup.Home;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The sources described in {@code mappings/}. */
@Component
public class Sources {

    private final SourceDefinitions definitions;
    private final Map<String, Source> byName = new HashMap<>();

    Sources(Home home, Clock clock) {
        definitions = SourceDefinitions.of(home.yamlFiles("mappings"));
        definitions
                .all()
                .forEach(definition ->
                        byName.put(definition.name(), new Source(definition, Mapping.of(definition, clock))));
    }

    /**
     * The source of this name or alias; case doesn't matter.
     *
     * @throws io.rollcall.settings.InvalidSettings that lists the known sources
     */
    public Source get(String name) {
        return byName.get(definitions.get(name).name());
    }

    /** The names of all sources, without aliases. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }
}
