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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The sources described in {@code mappings/}. */
@Component
public class Sources {

    /** As many mappings of connections are kept ready as anyone has connections, and a few old ones. */
    private static final int KEPT = 100;

    /** Where the files are, in Rollcall's home. */
    public static final String FOLDER = "mappings";

    private final Clock clock;
    private volatile Known known;

    @Autowired
    Sources(Home home, Clock clock) {
        this(home.yamlFiles(FOLDER), clock);
    }

    private Sources(Map<String, String> texts, Clock clock) {
        this.clock = clock;
        this.known = Known.of(SourceDefinitions.of(texts), clock);
    }

    /** All that comes of one state of the files. */
    private record Known(SourceDefinitions definitions, Map<String, Source> byName, Map<Variant, Source> variants) {

        static Known of(SourceDefinitions definitions, Clock clock) {
            var byName = new HashMap<String, Source>();
            definitions
                    .all()
                    .forEach(definition ->
                            byName.put(definition.name(), new Source(definition, Mapping.of(definition, clock))));
            return new Known(definitions, byName, Collections.synchronizedMap(new Variants()));
        }
    }

    /**
     * The sources that other files would make. Nothing changes by it.
     *
     * @param texts file name → content
     * @throws io.rollcall.settings.InvalidSettings with what is wrong in them
     */
    public Sources with(Map<String, String> texts) {
        return new Sources(texts, clock);
    }

    /** Puts those sources in the place of these. What is under way ends with the mapping it began with. */
    public void become(Sources others) {
        known = others.known;
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
        var current = known;
        return current.byName().get(current.definitions().get(name).name());
    }

    /**
     * A source with a connection's own mapping, made ready once for as long as nothing of it changes.
     *
     * @param overrides the connection's rows
     * @param custom the custom fields there are
     */
    public Source get(String name, List<MappingOverride> overrides, List<CustomField> custom) {
        var current = known;
        var source = current.byName().get(current.definitions().get(name).name());
        return overrides.isEmpty()
                ? source
                : current.variants()
                        .computeIfAbsent(
                                new Variant(source.name(), overrides, custom),
                                variant -> new Source(
                                        source.definition(),
                                        Mapping.of(source.definition(), overrides, custom, clock)));
    }

    /** The names of all sources, without aliases. */
    public Set<String> names() {
        return Set.copyOf(known.byName().keySet());
    }
}
