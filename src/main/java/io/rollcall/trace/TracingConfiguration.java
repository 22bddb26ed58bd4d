package io.rollcall.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends spans where {@code rollcall.tracing.endpoint} says; without it there is nothing of all this, no thread either. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    /** A process that is killed takes what it hasn't sent with it. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    /** A stop waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Bean
    Tracing tracing(TracingProperties properties) {
        return properties
                .endpoint()
                .map(endpoint -> tracing(endpoint, properties))
                .orElseGet(Tracing::new);
    }

    private static Tracing tracing(URI endpoint, TracingProperties properties) {
        var exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(PATIENCE);
        properties.headers().forEach(exporter::addHeader);
        return new Tracing(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, "rollcall"))))
                .addSpanProcessor(new OfTheSameRun())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(OFTEN)
                        .build())
                .build());
    }
}
