package io.rollcall.connection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.policy.Policy;
import io.rollcall.settings.StrictYaml;
import io.rollcall.source.Iru;
import io.rollcall.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A connection to Iru for tests that need no running application. */
public final class IruConnection {

    private IruConnection() {}

    /** One that is in force, with overrides of the preset unthread-iru as YAML. */
    public static Connection of(long id, String overrides) {
        return of(id, 1, overrides);
    }

    /**
     * @param version 0: settings that are only tried
     * @param overrides of the preset unthread-iru, as YAML
     */
    public static Connection of(long id, long version, String overrides) {
        try {
            var preset = StrictYaml.parse("preset", Files.readString(Path.of("presets/unthread-iru.yaml")))
                    .tree();
            var merged = StrictYaml.merge(
                    preset, StrictYaml.parse("overrides", overrides).tree());
            return of(id, version, StrictYaml.read("policy", merged, Policy.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection of(long id, long version, Policy policy) {
        return new Connection(
                id,
                "c" + id,
                new Source(Iru.DEFINITION, Iru.MAPPING),
                "unthread-iru",
                JsonNodeFactory.instance.objectNode(),
                policy,
                URI.create("https://acme.api.kandji.io"),
                Optional.empty(),
                true,
                false,
                "",
                Optional.empty(),
                version);
    }
}
