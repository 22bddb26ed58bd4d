package io.rollcall.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes the spans of a trace: a run, in it its pages, in each the requests for its devices. They carry names of connections,
 * hosts and numbers: no address of a request, nothing of a device or a person, no secret. Whoever starts one ends it. Where
 * nobody asked for traces, the spans are empty and cost nothing.
 */
public final class Tracing implements Closeable {

    static final AttributeKey<Long> RUN = AttributeKey.longKey("rollcall.run");

    private static final String CONNECTION = "rollcall.connection";
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final int FIRST_ERROR = 400;

    private final TracerProvider provider;
    private final Tracer tracer;

    /** Without traces. */
    public Tracing() {
        this(TracerProvider.noop());
    }

    Tracing(TracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("io.rollcall");
    }

    /** @param kind a run's kind, in REST's word for it */
    public Span run(String connection, long run, String kind) {
        return span("run", Span.getInvalid(), connection)
                .setAttribute(RUN, run)
                .setAttribute("rollcall.kind", kind)
                .startSpan();
    }

    /**
     * @param run the span of its run
     * @param page its number, from 0
     */
    public Span page(Span run, String connection, int page) {
        return span("page", run, connection).setAttribute("rollcall.page", page).startSpan();
    }

    /**
     * A request to an MDM, from before it waits for its turn.
     *
     * @param parent what it is sent for; an invalid one: it is a trace of its own
     * @param name the method, or {@code sign-in}
     */
    public Span call(Span parent, String connection, String name, String host) {
        return span(name, parent, connection)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("server.address", host)
                .startSpan();
    }

    /**
     * Says how a run ended; its span is ended apart from that.
     *
     * @param state in REST's word for it
     */
    public static void state(Span run, String state, boolean wrong) {
        run.setAttribute("rollcall.state", state);
        if (wrong) {
            run.setStatus(StatusCode.ERROR);
        }
    }

    /** @param status 0: no answer came */
    public static void endCall(Span call, int status) {
        if (status == 0 || status >= FIRST_ERROR) {
            call.setStatus(StatusCode.ERROR);
        }
        if (status > 0) {
            call.setAttribute(STATUS, (long) status);
        }
        call.end();
    }

    /** Ends a span whose work went wrong. Of the failure its kind is told: its message may have a name in it. */
    public static void fail(Span span, Throwable failure) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute("error.type", failure.getClass().getSimpleName());
        span.end();
    }

    /** Has a line of the log, where it is JSON, say of which trace it is. */
    public static LoggingEventBuilder log(LoggingEventBuilder line, Span span) {
        var context = span.getSpanContext();
        return context.isValid() ? line.addKeyValue("trace.id", context.getTraceId()) : line;
    }

    /** Sends what there is. */
    @Override
    public void close() throws IOException {
        if (provider instanceof Closeable open) {
            open.close();
        }
    }

    private SpanBuilder span(String name, Span parent, String connection) {
        return tracer.spanBuilder(name).setParent(Context.root().with(parent)).setAttribute(CONNECTION, connection);
    }
}
