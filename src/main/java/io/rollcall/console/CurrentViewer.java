package io.rollcall.console;

import io.rollcall.access.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who sent the request that is being answered. */
@Component
class CurrentViewer {

    private final HttpServletRequest request;

    CurrentViewer(HttpServletRequest request) {
        this.request = request;
    }

    /** Nobody, who may nothing, where the request is anonymous. */
    Viewer get() {
        var signedIn = Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication());
        return new Viewer(
                new Actor(signedIn.map(java.security.Principal::getName).orElse(""), request.getRemoteAddr()),
                signedIn.map(known -> known.getAuthorities().stream()
                                .map(GrantedAuthority::getAuthority)
                                .collect(Collectors.toUnmodifiableSet()))
                        .orElse(Set.of()));
    }

    Actor actor() {
        return get().actor();
    }
}
