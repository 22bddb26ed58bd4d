package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.source.SourceDefinition.Permission;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a connection's credentials may do, where the MDM tells it by name. */
@Component
public class Grants {

    private final Reach reach;

    Grants(Reach reach) {
        this.reach = reach;
    }

    /** The names of all permissions granted; empty: this MDM doesn't tell, or couldn't be asked. */
    Optional<Set<String>> of(Connection connection) {
        return connection.source().definition().commands().granted().flatMap(granted -> {
            try {
                var names = new HashSet<String>();
                collect(reach.get(connection, granted.path()).at(granted.names()), names);
                return Optional.of(names).filter(found -> !found.isEmpty());
            } catch (ReachFailed e) {
                return Optional.empty();
            }
        });
    }

    /** Those of the permissions that are surely missing; none where the MDM doesn't tell. */
    public List<Permission> missing(Connection connection, List<Permission> needed) {
        return of(connection)
                .map(names -> needed.stream()
                        .filter(permission -> !names.contains(permission.name()))
                        .toList())
                .orElse(List.of());
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            names.add(node.asText());
        }
        node.forEach(child -> collect(child, names));
    }
}
