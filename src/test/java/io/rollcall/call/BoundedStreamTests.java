package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BoundedStreamTests {

    private static final DataSize LIMIT = DataSize.ofMegabytes(1);

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean givenUp = new AtomicBoolean();

    private BoundedStream stream(InputStream body, Duration time) {
        return new BoundedStream(body, LIMIT, time, () -> givenUp.set(true));
    }

    private BoundedStream stream(long bytes, Duration time) {
        var body = new ByteArrayInputStream(new byte[(int) bytes]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        return stream(body, time);
    }

    @Test
    void F12_readsAnAnswerAsLargeAsTheBound() throws IOException {
        assertThat(stream(LIMIT.toBytes(), Duration.ofMinutes(1)).readAllBytes())
                .hasSize((int) LIMIT.toBytes());
    }

    @Test
    void F12_refusesALargerAnswer() {
        assertThatThrownBy(
                        () -> stream(LIMIT.toBytes() + 1, Duration.ofMinutes(1)).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than 1 MB");
    }

    @Test
    void F12_countsBytesThatAreReadOneByOneOrSkipped() {
        assertThatThrownBy(() -> {
                    try (var stream = stream(LIMIT.toBytes() + 1, Duration.ofMinutes(1))) {
                        while (stream.read() >= 0) {}
                    }
                })
                .hasMessageContaining("larger than 1 MB");
        assertThatThrownBy(() -> {
                    try (var stream = stream(LIMIT.toBytes() + 2, Duration.ofMinutes(1))) {
                        stream.skipNBytes(LIMIT.toBytes() + 1);
                        stream.readAllBytes();
                    }
                })
                .hasMessageContaining("larger than 1 MB");
    }

    @Test
    void F11_refusesAnAnswerThatTakesTooLong() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return 1;
            }
        };

        assertThatThrownBy(() -> stream(endless, Duration.ofMillis(1)).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took too long");
    }

    @Test
    void F12_givesTheConnectionUpWhereAnAnswerIsNotReadToItsEnd() throws IOException {
        var stream = stream(10, Duration.ofMinutes(1));
        assertThat(stream.read()).isZero();

        stream.close();

        assertThat(givenUp).isTrue();
        assertThat(closed).isFalse();
    }

    @Test
    void closesTheUsualWayOnceTheAnswerWasReadToItsEnd() throws IOException {
        var stream = stream(10, Duration.ofMinutes(1));
        stream.readAllBytes();

        stream.close();

        assertThat(closed).isTrue();
        assertThat(givenUp).isFalse();
    }
}
