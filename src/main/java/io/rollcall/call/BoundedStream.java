package io.rollcall.call;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * An answer's body with a bound on its size and on the time it may take, however slowly it trickles. An answer that isn't
 * read to its end gives its connection up: closing it the usual way would read the rest first, which may never end.
 */
final class BoundedStream extends FilterInputStream {

    private final long limit;
    private final long deadline;
    private final Runnable giveUp;
    private long read;
    private boolean ended;

    /** @param giveUp breaks the connection off */
    BoundedStream(InputStream in, DataSize limit, Duration time, Runnable giveUp) {
        super(in);
        this.limit = limit.toBytes();
        this.deadline = System.nanoTime() + time.toNanos();
        this.giveUp = giveUp;
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? -1 : 1);
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = super.read(buffer, offset, length);
        count(count);
        return count;
    }

    @Override
    public long skip(long length) throws IOException {
        var count = super.skip(length);
        count(count);
        return count;
    }

    private void count(long bytes) throws IOException {
        if (bytes < 0) {
            ended = true;
            return;
        }
        read += bytes;
        if (read > limit) {
            throw new AnswerTooLong("The answer is larger than " + limit / 1024 / 1024 + " MB, which no device needs.");
        }
        if (System.nanoTime() - deadline > 0) {
            throw new AnswerTooLong("The answer took too long to arrive.");
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            super.close();
        } else {
            giveUp.run();
        }
    }
}
