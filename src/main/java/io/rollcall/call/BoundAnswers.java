package io.rollcall.call;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/** Puts the bounds on every answer, after it was decompressed. */
final class BoundAnswers implements ExecChainHandler {

    private final CallProperties properties;

    BoundAnswers(CallProperties properties) {
        this.properties = properties;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var response = chain.proceed(request, scope);
        if (response.getEntity() != null) {
            response.setEntity(new Bounded(response.getEntity(), scope.execRuntime::discardEndpoint));
        }
        return response;
    }

    private final class Bounded extends HttpEntityWrapper {

        private final HttpEntity entity;
        private final Runnable giveUp;

        /** One and the same stream, so that whoever closes it closes the one that was read. */
        private @Nullable InputStream content;

        Bounded(HttpEntity entity, Runnable giveUp) {
            super(entity);
            this.entity = entity;
            this.giveUp = giveUp;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new BoundedStream(
                        entity.getContent(), properties.maxAnswer(), properties.totalTimeout(), giveUp);
            }
            return content;
        }
    }
}
