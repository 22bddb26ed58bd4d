package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Reauthentication;
import io.rollcall.inventory.Assets;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.restricted.Revealed;
import io.rollcall.secret.Secret;
import io.rollcall.source.RestrictedField;
import io.rollcall.sync.Opening;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/assets/{id}/restricted")
@Tag(name = "Restricted fields", description = "Recovery keys and the like, for tokens with the scope restricted")
class RestrictedController {

    private final Assets assets;
    private final RestrictedValues values;
    private final Opening opening;
    private final Reauthentication reauthentication;
    private final CurrentActor actor;

    RestrictedController(
            Assets assets,
            RestrictedValues values,
            Opening opening,
            Reauthentication reauthentication,
            CurrentActor actor) {
        this.assets = assets;
        this.values = values;
        this.opening = opening;
        this.reauthentication = reauthentication;
        this.actor = actor;
    }

    /** Which values are kept of an asset, and how things stand with those that are read when it is opened. */
    record Listed(List<RestrictedValues.Kept> fields, List<Opening.Details> details) {}

    /**
     * What a reveal is asked for with; it prints without.
     *
     * @param password of a person who signed in some time ago; tokens have none
     */
    record Wanted(String reason, Optional<Secret> password) {

        @Override
        public String toString() {
            return reason;
        }
    }

    /** The one answer with a restricted value in it; it prints without. */
    record Shown(String field, String value, String connection, Instant readAt) {

        static Shown of(Revealed revealed) {
            return new Shown(
                    revealed.field().key(), revealed.value().reveal(), revealed.connection(), revealed.readAt());
        }

        @Override
        public String toString() {
            return field + " ***";
        }
    }

    @GetMapping
    @Operation(
            summary = "Which restricted values are kept of an asset",
            description = "Names, the connection whose source said them, and when it last did; never a value.")
    ResponseEntity<Listed> list(@PathVariable long id) {
        assets.find(id).orElseThrow(() -> NotFound.of("asset " + id));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Listed(values.of(id), opening.open(id)));
    }

    @PostMapping("/{field}/reveal")
    @Operation(
            summary = "One restricted value, in plain text",
            description =
                    "Who was shown it and why is in the audit log before it is shown. At most 10 in a minute. Who is "
                            + "signed in for more than five minutes gives their password as well; a token doesn't.")
    ResponseEntity<Shown> reveal(@PathVariable long id, @PathVariable String field, @RequestBody JsonNode body) {
        var wanted = Body.read(body, Wanted.class);
        var known = RestrictedField.of(field)
                .orElseThrow(() -> new IllegalArgumentException("There is no such restricted field. Known: "
                        + Arrays.stream(RestrictedField.values())
                                .map(RestrictedField::key)
                                .collect(Collectors.joining(", "))
                        + "."));
        reauthentication.require(wanted.password().map(Secret::reveal).orElse(""));
        var revealed = values.reveal(id, known, wanted.reason(), actor.get());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Shown.of(revealed));
    }
}
