package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.access.Role;
import io.rollcall.access.SignInLinks;
import io.rollcall.access.User;
import io.rollcall.access.Users;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users", description = "Who can sign in, and what they may do")
class UserController {

    private final Users users;
    private final SignInLinks links;
    private final CurrentActor actor;

    UserController(Users users, SignInLinks links, CurrentActor actor) {
        this.users = users;
        this.links = links;
        this.actor = actor;
    }

    /** What is sent to add somebody. */
    record NewUser(String name, List<String> roles) {}

    /** What is sent to change somebody; what is left out stays. */
    record UserChange(Optional<List<String>> roles, Optional<Boolean> enabled) {}

    /**
     * A user as REST shows them.
     *
     * @param signsInBy {@code password} or {@code openid-connect}
     * @param invited whether they have yet to choose a password
     */
    record View(
            long id,
            String name,
            List<String> roles,
            String signsInBy,
            boolean invited,
            boolean enabled,
            String createdBy,
            Instant createdAt,
            Optional<Instant> lastSignInAt) {

        static View of(User user) {
            return new View(
                    user.id(),
                    user.name(),
                    user.roles().stream().sorted().map(Role::key).toList(),
                    user.external() ? "openid-connect" : "password",
                    user.invited(),
                    user.enabled(),
                    user.createdBy(),
                    user.createdAt(),
                    user.lastSignInAt());
        }
    }

    /**
     * A user and the link by which they choose a password.
     *
     * @param path to be put behind the address of the console; good for one use
     */
    record Invited(View user, String path) {}

    @GetMapping
    @Operation(summary = "Users, by name")
    List<View> list() {
        return users.all().stream().map(View::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One user")
    View get(@PathVariable long id) {
        return View.of(users.get(id));
    }

    @PostMapping
    @Operation(
            summary = "Add a user",
            description = "The answer has a link, once, by which they choose a password. Roles: viewer, operator,"
                    + " commander, restricted, admin.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = NewUser.class))))
    ResponseEntity<Invited> add(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var sent = Body.read(body, NewUser.class);
        var made = users.add(sent.name(), roles(sent.roles()), actor.get());
        var path = "/setup/" + links.forUser(made, actor.get());
        return ResponseEntity.created(URI.create("/api/v1/users/" + made.id())).body(new Invited(View.of(made), path));
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a user's roles, disable or enable them",
            description = "Their sessions end at once.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = UserChange.class))))
    View change(@PathVariable long id, @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var sent = Body.read(body, UserChange.class);
        return View.of(users.change(id, sent.roles().map(UserController::roles), sent.enabled(), actor.get()));
    }

    @PostMapping("/{id}/link")
    @Operation(
            summary = "Make a link by which a user chooses another password",
            description = "It is shown once and good for one use; one made before is no good any more.")
    Invited link(@PathVariable long id) {
        var user = users.get(id);
        return new Invited(View.of(user), "/setup/" + links.forUser(user, actor.get()));
    }

    private static List<Role> roles(List<String> keys) {
        return keys.stream().map(UserController::role).toList();
    }

    private static Role role(String key) {
        return Role.of(key)
                .orElseThrow(() -> new InvalidSettings(new Problem(
                        "request body",
                        0,
                        "roles",
                        "There is no role \"" + key + "\"",
                        "Known: " + Arrays.stream(Role.values()).map(Role::key).collect(Collectors.joining(", ")))));
    }
}
