package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Presets;
import io.rollcall.settings.SettingsSchema;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/presets")
@Tag(name = "Presets", description = "The policies a connection can be based on")
class PresetController {

    private final Presets presets;

    PresetController(Presets presets) {
        this.presets = presets;
    }

    /**
     * A preset.
     *
     * @param policy its file; what it leaves out has the default the schema names
     */
    record PresetView(String name, String title, String source, JsonNode policy) {}

    @GetMapping
    @Operation(summary = "All presets, by name")
    List<PresetView> list() {
        return presets.names().stream()
                .map(name -> {
                    var tree = presets.tree(name);
                    return new PresetView(
                            name,
                            tree.path("title").asText(),
                            tree.path("source").asText(),
                            tree);
                })
                .toList();
    }

    @GetMapping("/schema")
    @Operation(summary = "The JSON Schema of a preset file and of a connection's policy")
    JsonNode schema() {
        return SettingsSchema.of(Policy.class, "Rollcall preset");
    }
}
