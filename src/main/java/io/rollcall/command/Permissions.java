package io.rollcall.command;

import io.rollcall.call.SourceRefused;
import io.rollcall.connection.Grants;
import io.rollcall.source.Need;
import io.rollcall.source.SourceDefinition.Permission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Names the permission that a refused command lacks, as the MDM's own web pages have it (D9). */
@Component
class Permissions {

    private static final int NOT_SIGNED_IN = 401;
    private static final int FORBIDDEN = 403;

    private final Grants grants;

    Permissions(Grants grants) {
        this.grants = grants;
    }

    /** The permission that a command lacked; empty: it was refused for another reason. */
    Optional<String> missing(CommandCall call, Exception failure) {
        return missing(
                call,
                failure,
                permissions(call).stream()
                        .filter(permission -> permission.isFor(call.command(), call.platform()))
                        .toList(),
                "Nothing was done. ");
    }

    /** The permission that was missing to read the list of commands; empty: something else was wrong. */
    Optional<String> missingToAsk(CommandCall call, Exception failure) {
        return missing(
                call,
                failure,
                permissions(call).stream()
                        .filter(permission -> permission.needs().contains(Need.COMMAND_LIST))
                        .toList(),
                "");
    }

    private static List<Permission> permissions(CommandCall call) {
        return call.connection().source().definition().permissions();
    }

    private Optional<String> missing(CommandCall call, Exception failure, List<Permission> needed, String before) {
        if (!(failure instanceof SourceRefused refused)
                || (refused.status() != FORBIDDEN && refused.status() != NOT_SIGNED_IN)
                || needed.isEmpty()) {
            return Optional.empty();
        }
        var exact = grants.missing(call.connection(), needed);
        var named = exact.isEmpty() ? needed : exact;
        return Optional.of(before + "The credentials lack "
                + (named.size() == 1 ? "the permission " : "one of the permissions ")
                + named.stream()
                        .map(permission -> "\"" + permission.name() + "\"")
                        .collect(Collectors.joining(", "))
                + " (" + refused.status() + "). "
                + named.stream().map(Permission::remedy).collect(Collectors.joining(" ")));
    }
}
