package io.rollcall.console;

import io.rollcall.access.AccessProblem;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.CredentialsUnreadable;
import io.rollcall.records.RecordProblem;
import io.rollcall.report.BrokenDownload;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.sync.RunProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** What a page of the console says where it can't do what was asked: what happened, what it means, what to do. */
@ControllerAdvice(basePackageClasses = ConsoleProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleProblems {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleProblems.class);

    /** Why settings that were checked when they were stored are wrong now. */
    private static final String FILE_GONE =
            " If it worked before, a preset or mapping file was changed or removed: put it "
                    + "right again, then load this page anew.";

    private final ProblemPage page;

    ConsoleProblems(ProblemPage page) {
        this.page = page;
    }

    @ExceptionHandler
    ModelAndView record(RecordProblem e, HttpServletRequest request, HttpServletResponse response) {
        return switch (e.kind()) {
            case NOT_FOUND -> missing(e.getMessage(), request, response);
            case CONFLICT -> conflict("This isn't possible now", e.getMessage(), request, response);
            case STALE ->
                conflict(
                        "Somebody else was faster",
                        "Nothing was changed: this was changed after your page was made. Go back, load the page anew "
                                + "and look at what is there now.",
                        request,
                        response);
        };
    }

    @ExceptionHandler
    ModelAndView access(AccessProblem e, HttpServletRequest request, HttpServletResponse response) {
        return switch (e.kind()) {
            case NOT_FOUND -> missing(e.getMessage(), request, response);
            case CONFLICT, UNPROVEN -> conflict("This isn't possible now", e.getMessage(), request, response);
        };
    }

    @ExceptionHandler
    ModelAndView connection(ConnectionProblem e, HttpServletRequest request, HttpServletResponse response) {
        return switch (e.kind()) {
            case NOT_FOUND -> missing(e.getMessage(), request, response);
            case CONFLICT -> conflict("This isn't possible now", e.getMessage(), request, response);
        };
    }

    @ExceptionHandler
    ModelAndView run(RunProblem e, HttpServletRequest request, HttpServletResponse response) {
        return e.isMissing()
                ? missing(e.getMessage(), request, response)
                : conflict("This isn't possible now", e.getMessage(), request, response);
    }

    @ExceptionHandler
    ModelAndView unreadable(CredentialsUnreadable e, HttpServletRequest request, HttpServletResponse response) {
        return conflict("The credentials can't be read", e.getMessage(), request, response);
    }

    @ExceptionHandler
    ModelAndView invalid(InvalidSettings e, HttpServletRequest request, HttpServletResponse response) {
        var text = e.problems().stream().map(ConsoleProblems::sentence).collect(Collectors.joining(" "));
        return request.getMethod().equals(HttpMethod.GET.name())
                ? conflict("This can't be shown", text + FILE_GONE, request, response)
                : page.of(HttpStatus.BAD_REQUEST, "Nothing was changed", text, request, response);
    }

    /** What is wrong with a value, in a sentence. */
    static String sentence(Problem problem) {
        return problem.found() + ". " + problem.allowed() + ".";
    }

    @ExceptionHandler({
        IllegalArgumentException.class,
        MethodArgumentTypeMismatchException.class,
        ServletRequestBindingException.class
    })
    ModelAndView badRequest(Exception e, HttpServletRequest request, HttpServletResponse response) {
        var text = e.getClass() == IllegalArgumentException.class
                ? e.getMessage()
                : "The address of this page isn't right. Go back and follow the link again.";
        return page.of(HttpStatus.BAD_REQUEST, "This can't be read", text, request, response);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ModelAndView databaseAway(Exception e, HttpServletRequest request, HttpServletResponse response) {
        LOG.warn("A page can't be shown: the database can't be reached ({})", e.getMessage());
        return page.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database can't be reached",
                "Nothing is lost: runs wait and go on when it is back. Try again soon; if it stays away, tell who runs "
                        + "Rollcall.",
                request,
                response);
    }

    @ExceptionHandler
    ModelAndView crossed(ConcurrencyFailureException e, HttpServletRequest request, HttpServletResponse response) {
        LOG.warn("A page gave way to another request ({})", e.getClass().getSimpleName());
        return page.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Busy",
                "Others were changing the same records at this moment. Nothing was changed; try again.",
                request,
                response);
    }

    /** Spring Security's own answers are better; and of half a file only a cut connection says that it isn't the whole. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class, BrokenDownload.class})
    void refused(RuntimeException e) {
        throw e;
    }

    @ExceptionHandler
    ModelAndView unexpected(Exception e, HttpServletRequest request, HttpServletResponse response) {
        var reference = UUID.randomUUID();
        LOG.error("Unexpected error {}", reference, e);
        return page.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong here",
                "It isn't your fault. Try again; if it happens again, tell who runs Rollcall that the log has it under "
                        + "the reference " + reference + ".",
                request,
                response);
    }

    private ModelAndView missing(String text, HttpServletRequest request, HttpServletResponse response) {
        return page.of(HttpStatus.NOT_FOUND, "There is nothing here", text + " It may be deleted.", request, response);
    }

    private ModelAndView conflict(String title, String text, HttpServletRequest request, HttpServletResponse response) {
        return page.of(HttpStatus.CONFLICT, title, text, request, response);
    }
}
