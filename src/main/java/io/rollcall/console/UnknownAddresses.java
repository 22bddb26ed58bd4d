package io.rollcall.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers who asks for an address that no page has: people with a page, programs with JSON. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownAddresses {

    private final ProblemPage page;

    UnknownAddresses(ProblemPage page) {
        this.page = page;
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    Object unknown(ErrorResponse e, HttpServletRequest request, HttpServletResponse response) {
        var forPeople = Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT))
                .filter(accept -> accept.contains(MediaType.TEXT_HTML_VALUE))
                .isPresent();
        return forPeople
                ? page.of(
                        HttpStatus.NOT_FOUND,
                        "There is nothing here",
                        "The address is mistyped, or what was here is deleted.",
                        request,
                        response)
                : ResponseEntity.of(e.getBody()).build();
    }
}
