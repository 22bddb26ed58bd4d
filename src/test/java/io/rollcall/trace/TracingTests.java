package io.rollcall.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingTests {

    @Test
    void withoutAnEndpointSpansAreEmpty() throws IOException {
        try (var tracing =
                new TracingConfiguration().tracing(new TracingProperties(Optional.of(URI.create("")), Map.of()))) {
            var run = tracing.run("acme", 1, "sync");
            var call = tracing.call(tracing.page(run, "acme", 0), "acme", "GET", "mdm.example.com");

            assertThat(run.isRecording()).isFalse();
            assertThat(call.isRecording()).isFalse();
            assertThat(call.getSpanContext().isValid()).isFalse();
        }
    }

    @Test
    void refusesAnEndpointThatIsNoWebAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TracingProperties(Optional.of(URI.create("localhost:4317")), Map.of()))
                .withMessageContaining("endpoint must begin with http:// or https://");
    }
}
