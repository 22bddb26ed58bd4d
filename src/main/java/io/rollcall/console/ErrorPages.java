package io.rollcall.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Answers browsers whose request was refused before any page saw it. */
@Controller
class ErrorPages {

    private final ProblemPage page;

    ErrorPages(ProblemPage page) {
        this.page = page;
    }

    @RequestMapping(path = "${server.error.path:/error}", produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView error(HttpServletRequest request, HttpServletResponse response) {
        var status = Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                .map(code -> HttpStatus.resolve((Integer) code))
                .orElse(HttpStatus.INTERNAL_SERVER_ERROR);
        return switch (status) {
            case FORBIDDEN ->
                page.of(
                        status,
                        "You may not do this",
                        "Either your role doesn't allow it, or this page was open so long that its form is no longer "
                                + "valid. Load the page anew and try again; ask an administrator for the role if you need it.",
                        request,
                        response);
            case NOT_FOUND ->
                page.of(
                        status,
                        "There is nothing here",
                        "The address is mistyped, or what was here is deleted.",
                        request,
                        response);
            default ->
                status.is4xxClientError()
                        ? page.of(
                                status,
                                "This can't be read",
                                "The request can't be answered as it is. Go back and try it another way.",
                                request,
                                response)
                        : page.of(
                                status,
                                "Something went wrong here",
                                "It isn't your fault. Try again; the log has more.",
                                request,
                                response);
        };
    }
}
