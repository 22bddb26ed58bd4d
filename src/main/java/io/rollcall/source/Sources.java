package io.rollcall.source;

import io.rollcall.device.CustomField;
import io.rollcall.startup.Home;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The sources described in {@code mappings/}. */
@Component
public class Sources {

    /** As many mappings of connections are kept ready as anyone has connections, and a few old ones. */
    private static final int KEPT = 100;

    private final SourceDefinitions definitions;
    private final Clock clock;
    private final Map<String, Source> byName = new HashMap<>();
    private final Map<Variant, Source> variants = Collections.synchronizedMap(new Variants());

    Sources(Home home, Clock clock) {
        this.clock = clock;
        definitions = SourceDefinitions.of(home.yamlFiles("mappings"));
        definitions
                .all()
                .forEach(definition ->
                        byName.put(definition.name(), new Source(definition, Mapping.of(definition, clock))));
    }

    private record Variant(String source, List<MappingOverride> overrides, List<CustomField> fields) {}

    /** Forgets what was asked for longest ago. */
    private static final class Variants extends LinkedHashMap<Variant, Source> {

        private static final long serialVersionUID = 1L;

        Variants() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Variant, Source> eldest) {
            return size() > KEPT;
        }
    }

    /**
     * The source of this name or alias; case doesn't matter.
     *
     * @throws io.rollcall.settings.InvalidSettings that lists the known sources
     */
    public Source get(String name) {
        return byName.get(definitions.get(name).name());
    }

    /**
     * A source with a connection's own mapping, made ready once for as long as nothing of it changes.
     *
     * @param overrides the connection's rows
     * @param custom the custom fields there are
     */
    public Source get(String name, List<MappingOverride> overrides, List<CustomField> custom) {
        var source = get(name);
        return overrides.isEmpty()
                ? source
                : variants.computeIfAbsent(
                        new Variant(source.name(), overrides, custom),
                        variant -> new Source(
                                source.definition(), Mapping.of(source.definition(), overrides, custom, clock)));
    }

    /** The names of all sources, without aliases. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }
}
