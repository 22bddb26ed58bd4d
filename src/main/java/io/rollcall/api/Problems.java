package io.rollcall.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rollcall.access.AccessProblem;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.connection.CredentialsUnreadable;
import io.rollcall.records.RecordProblem;
import io.rollcall.report.BrokenDownload;
import io.rollcall.restricted.TooManyReveals;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.sync.RunProblem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as problem+json (RFC 9457) with a sentence for people; never a stack trace, SQL or a secret. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** One thing that is wrong in what was sent. */
    record Wrong(String path, String found, String allowed) {}

    @ExceptionHandler
    ProblemDetail invalid(InvalidSettings invalid) {
        var problem = problem(HttpStatus.BAD_REQUEST, "Invalid settings", "Nothing was changed; see \"problems\".");
        List<Wrong> wrongs = invalid.problems().stream()
                .map(wrong -> new Wrong(wrong.path(), wrong.found(), wrong.allowed()))
                .toList();
        problem.setProperty("problems", wrongs);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail connection(ConnectionProblem e) {
        return switch (e.kind()) {
            case NOT_FOUND -> problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
            case CONFLICT -> problem(HttpStatus.CONFLICT, "Not possible now", e.getMessage());
        };
    }

    @ExceptionHandler
    ProblemDetail record(RecordProblem e) {
        return switch (e.kind()) {
            case NOT_FOUND -> problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
            case CONFLICT -> problem(HttpStatus.CONFLICT, "Not possible now", e.getMessage());
            case STALE -> problem(HttpStatus.PRECONDITION_FAILED, "Changed meanwhile", e.getMessage());
        };
    }

    @ExceptionHandler
    ProblemDetail access(AccessProblem e) {
        return switch (e.kind()) {
            case NOT_FOUND -> problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
            case CONFLICT -> problem(HttpStatus.CONFLICT, "Not possible now", e.getMessage());
            case UNPROVEN -> problem(HttpStatus.FORBIDDEN, "Say that it is you", e.getMessage());
        };
    }

    @ExceptionHandler
    ProblemDetail run(RunProblem e) {
        return e.isMissing()
                ? problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage())
                : problem(HttpStatus.CONFLICT, "Not possible now", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail notFound(NotFound e) {
        return problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unreadable(CredentialsUnreadable e) {
        return problem(HttpStatus.CONFLICT, "Credentials unreadable", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooMany(TooManyReveals e) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(e.waiting().toSeconds()))
                .body(problem(HttpStatus.TOO_MANY_REQUESTS, "Too many reveals", e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail badArgument(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, "Bad request", e.getMessage());
    }

    /** A parameter whose name or value has characters that none can have, such as NUL. */
    @ExceptionHandler
    ProblemDetail unreadableParameter(RequestRejectedException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "Bad request",
                "The request has a parameter with characters that are not allowed.");
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ProblemDetail databaseAway(Exception e) {
        LOG.warn("A request can't be answered: the database can't be reached ({})", e.getMessage());
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Database unreachable",
                "The database can't be reached at the moment. Try again soon.");
    }

    @ExceptionHandler
    ProblemDetail crossed(ConcurrencyFailureException e) {
        LOG.warn("A request gave way to another one ({})", e.getClass().getSimpleName());
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Busy",
                "Others were changing the same records at this moment. Nothing was changed; try again.");
    }

    /** Half a file is sent: only a cut connection says that it isn't the whole. */
    @ExceptionHandler
    void broken(BrokenDownload e) {
        throw e;
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        var reference = UUID.randomUUID();
        LOG.error("Unexpected error {}", reference, e);
        var problem = problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Unexpected error",
                "Something went wrong here. The log has it under the reference " + reference + ".");
        problem.setProperty("reference", reference);
        return problem;
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = problem(
                HttpStatus.BAD_REQUEST,
                "No JSON",
                "The request body is missing or no JSON" + place(e) + ". Nothing was changed.");
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    /** Where, but not what: the parser's own message quotes the body, which may hold a token. */
    private static String place(HttpMessageNotReadableException e) {
        return e.getCause() instanceof JsonProcessingException wrong && wrong.getLocation() != null
                ? ": line " + wrong.getLocation().getLineNr() + ", column "
                        + wrong.getLocation().getColumnNr()
                : "";
    }

    private static ProblemDetail problem(HttpStatus status, String title, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return problem;
    }
}
