package io.rollcall.api;

import io.rollcall.access.Audit;
import io.rollcall.secret.SecretRotation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/secret-keys")
@Tag(name = "Secret keys", description = "The keys that stored secrets are encrypted with; never the keys themselves")
class SecretKeyController {

    private final SecretRotation rotation;
    private final Audit audit;
    private final CurrentActor actor;

    SecretKeyController(SecretRotation rotation, Audit audit, CurrentActor actor) {
        this.rotation = rotation;
        this.audit = audit;
        this.actor = actor;
    }

    @GetMapping
    @Operation(
            summary = "The keys that are here or that values are under",
            description = "A key's id is the first 8 hexadecimal digits of its SHA-256. Values under a key that isn't"
                    + " \"present\" can't be read.")
    List<SecretRotation.KeyUse> list() {
        return rotation.keys();
    }

    @PostMapping("/rotate")
    @Operation(
            summary = "Encrypt every stored secret with the first key",
            description = "Reads the key file again first. To be repeated if it was interrupted; runs may go on"
                    + " meanwhile.")
    SecretRotation.Rotated rotate() {
        var by = actor.get();
        audit.add(by, "secret-key.rotate", "secret-keys", Map.of());
        var rotated = rotation.rotate();
        audit.add(
                by,
                "secret-key.rotated",
                "secret-key/" + rotated.key(),
                Map.of("moved", rotated.moved(), "unreadable", rotated.unreadable()));
        return rotated;
    }
}
