package io.rollcall.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page that says what went wrong; to htmx, which asked for a part of a page, only the message. */
@Component
class ProblemPage {

    private final Shells shells;

    ProblemPage(Shells shells) {
        this.shells = shells;
    }

    /** @param text for people: what happened, what it means, what to do */
    ModelAndView of(
            HttpStatus status, String title, String text, HttpServletRequest request, HttpServletResponse response) {
        var isPart = request.getHeader("HX-Request") != null;
        if (isPart) {
            response.setHeader("HX-Retarget", "#messages");
            response.setHeader("HX-Reswap", "innerHTML");
            // else the part that was asked for is looked for in the message
            response.setHeader("HX-Reselect", ".message");
        }
        var model = Map.of("shell", shells.shell(request), "status", status.value(), "title", title, "text", text);
        return new ModelAndView(isPart ? "console/problem :: message" : "console/problem", model, status);
    }
}
