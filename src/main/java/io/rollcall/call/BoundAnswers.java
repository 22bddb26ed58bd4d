package io.rollcall.call;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bounds on every answer, after it was decompressed. The total time counts from the request: headers that trickle
 * in one by one keep every single read short and would otherwise hold a thread for ever.
 */
final class BoundAnswers implements ExecChainHandler {

    /** One for all: it only closes connections. */
    private static final ScheduledExecutorService WATCH = watch();

    private final CallProperties properties;

    BoundAnswers(CallProperties properties) {
        this.properties = properties;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var deadline = System.nanoTime() + properties.totalTimeout().toNanos();
        var response = headers(request, scope, chain);
        if (response.getEntity() != null) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            response.setEntity(new Bounded(response.getEntity(), left, scope.execRuntime::discardEndpoint));
        }
        return response;
    }

    private ClassicHttpResponse headers(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var late = WATCH.schedule(
                scope.execRuntime::discardEndpoint, properties.totalTimeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | IllegalStateException e) {
            if (late.isDone()) {
                throw new SocketTimeoutException("The answer took too long to arrive.");
            }
            throw e;
        } finally {
            late.cancel(false);
        }
    }

    private static ScheduledExecutorService watch() {
        var watch = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "answers-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private final class Bounded extends HttpEntityWrapper {

        private final HttpEntity entity;
        private final Duration left;
        private final Runnable giveUp;

        /** One and the same stream, so that whoever closes it closes the one that was read. */
        private @Nullable InputStream content;

        Bounded(HttpEntity entity, Duration left, Runnable giveUp) {
            super(entity);
            this.entity = entity;
            this.left = left;
            this.giveUp = giveUp;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new BoundedStream(entity.getContent(), properties.maxAnswer(), left, giveUp);
            }
            return content;
        }
    }
}
