package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.ApiTokens;
import io.rollcall.access.ApiTokens.Token;
import io.rollcall.access.Scope;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "API tokens", description = "By which programs get in")
class TokenController {

    private static final int USUAL_DAYS = 90;

    private final ApiTokens tokens;
    private final CurrentActor actor;

    TokenController(ApiTokens tokens, CurrentActor actor) {
        this.tokens = tokens;
        this.actor = actor;
    }

    /** What is sent to make one. */
    record NewToken(String name, List<String> scopes, Optional<Integer> days) {}

    /**
     * A token as REST shows it.
     *
     * @param prefix its first characters
     * @param owner whose it is; absent: a program's own
     */
    record View(
            long id,
            String name,
            String prefix,
            List<String> scopes,
            Optional<String> owner,
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt) {

        static View of(Token token) {
            return new View(
                    token.id(),
                    token.name(),
                    token.prefix(),
                    token.scopes().stream().sorted().map(Scope::key).toList(),
                    token.owner(),
                    token.createdBy(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /**
     * A token that was made.
     *
     * @param secret what to send as {@code Authorization: Bearer}; it is shown this once
     */
    record Made(View token, String secret) {}

    @GetMapping
    @Operation(summary = "All tokens that weren't revoked, people's own included")
    List<View> list() {
        return tokens.all().stream().map(View::of).toList();
    }

    @PostMapping
    @Operation(
            summary = "Make a token for a program",
            description = "Scopes: read, sync, write, command, restricted, admin. It is good for 90 days, or as many"
                    + " \"days\" as are given, 366 at most.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = NewToken.class))))
    ResponseEntity<Made> make(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var sent = Body.read(body, NewToken.class);
        var scopes = sent.scopes().stream().map(TokenController::scope).toList();
        var made = tokens.make(sent.name(), scopes, Duration.ofDays(sent.days().orElse(USUAL_DAYS)), actor.get());
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + made.token().id()))
                .body(new Made(View.of(made.token()), made.secret()));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke a token at once")
    ResponseEntity<Void> revoke(@PathVariable long id) {
        tokens.revoke(id, actor.get());
        return ResponseEntity.noContent().build();
    }

    private static Scope scope(String key) {
        return Scope.of(key)
                .orElseThrow(() -> new InvalidSettings(new Problem(
                        "request body",
                        0,
                        "scopes",
                        "There is no scope \"" + key + "\"",
                        "Known: "
                                + Arrays.stream(Scope.values()).map(Scope::key).collect(Collectors.joining(", ")))));
    }
}
