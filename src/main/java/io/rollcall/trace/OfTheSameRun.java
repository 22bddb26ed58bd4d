package io.rollcall.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Each span of a run says of which run it is, so that one can look for it. */
final class OfTheSameRun implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (Span.fromContext(parent) instanceof ReadableSpan above) {
            var run = above.getAttribute(Tracing.RUN);
            if (run != null) {
                span.setAttribute(Tracing.RUN, run);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
