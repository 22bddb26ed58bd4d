package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.rollcall.call.Failures;
import io.rollcall.call.ListScope;
import io.rollcall.call.SourcePage;
import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionProblem;
import io.rollcall.device.Field;
import io.rollcall.mapping.Sample;
import io.rollcall.mapping.SampleReader;
import io.rollcall.source.Part;
import io.rollcall.sync.RunLedger.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Reads a few devices through the routes that syncs use, and stores nothing, not even a run. */
@Component("sampleDevices")
public class SampleDevices implements SampleReader {

    /** A person waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Below the numbers of previews, which are below those of runs. */
    private static final long FIRST_NUMBER = -1_000_000_000_000L;

    private final Matching matching;
    private final Pages pages;
    private final ProducerTemplate routes;
    private final AtomicLong numbers = new AtomicLong(FIRST_NUMBER);

    SampleDevices(Matching matching, Pages pages, @Lazy ProducerTemplate routes) {
        this.matching = matching;
        this.pages = pages;
        this.routes = routes;
    }

    @Override
    public List<Sample> read(Connection connection) {
        var run = new RunContext(new Lease(numbers.decrementAndGet(), 0), RunKind.SYNC, connection, Span.getInvalid());
        var sampling = new Sampling(Scan.of(run, new Position(0, "", ListScope.ALL)));
        var reading = routes.asyncRequestBody("direct:samples", sampling);
        try {
            reading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return sampling.samples();
        } catch (TimeoutException e) {
            throw ConnectionProblem.conflict("No sample devices: the MDM has not answered within "
                    + PATIENCE.toSeconds() + " seconds, or its limit is used up. Try again later.");
        } catch (ExecutionException e) {
            throw ConnectionProblem.conflict("No sample devices: " + Failures.explain(cause(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectionProblem.conflict("No sample devices: Rollcall is being stopped.");
        } finally {
            run.end();
        }
    }

    /** What Camel has wrapped. */
    private static Exception cause(ExecutionException wrapped) {
        Throwable cause = wrapped;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause instanceof CamelExecutionException)) {
            cause = cause.getCause();
        }
        return cause instanceof Exception exception ? exception : wrapped;
    }

    /** Takes some devices of a page that was read. */
    public void choose(SourcePage page, Sampling sampling) throws EndlessList {
        var scan = sampling.getScan();
        var mapping = scan.connection().source().mapping();
        for (var device : matching.compare(scan.run(), scan.trace(), pages.devices(page, scan))) {
            var looks = mapping.kind(device.list()).orElse("")
                    + mapping.listValue(Field.PLATFORM, device.list()).orElse("");
            // A source that says itself which records are complete has no more to tell of those.
            if (!mapping.needsDetails(device.list()).orElse(true)) {
                sampling.keepIfWanted(looks, device.list());
            } else {
                sampling.chooseIfWanted(looks, device);
            }
        }
        sampling.go(pages.next(page, scan));
    }

    /** Keeps a device with its details. */
    public void keep(JsonNode detail, SourceDevice device, Sampling sampling) {
        var stripped = device.connection().source().mapping().strip(Part.DETAIL, detail);
        sampling.add(new Sample(device.list(), Optional.of(stripped)));
    }

    /** Keeps a device whose details the token may not read, or that has none. */
    public void keepWithout(SourceDevice device, Sampling sampling) {
        sampling.add(new Sample(device.list(), Optional.empty()));
    }
}
