package io.rollcall.api;

import io.rollcall.access.Actor;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who sent the request that is being answered. */
@Component
public class CurrentActor {

    private final HttpServletRequest request;

    CurrentActor(HttpServletRequest request) {
        this.request = request;
    }

    /** The person or the token, and where the request came from. */
    public Actor get() {
        var name = SecurityContextHolder.getContext().getAuthentication().getName();
        return new Actor(name, request.getRemoteAddr());
    }
}
