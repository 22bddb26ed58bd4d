package io.rollcall.demo;

import io.rollcall.sync.RunEnded;
import io.rollcall.sync.RunState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says once, after the demo's first good sync, what happened and where to look. */
@Component
@Profile("demo")
class DemoGuide {

    private static final Logger LOG = LoggerFactory.getLogger("demo");

    private static final String GUIDE = """

            ------------------------------------------------------------------------------------------------
            The devices of a simulated tenant are now assets in PostgreSQL (connection %s): %d seen, %d created,
            %d skipped, %d duplicate, %d dead letters, with %d API calls. There are two: demo-iru and demo-jamf.

            Look at it: open http://localhost:%s and sign in as %s with the password %s

            Or by REST (the token is the demo's):
              export T='Authorization: Bearer %s'
              curl -H "$T" 'http://127.0.0.1:%s/api/v1/assets?q=macbook'       assets
              curl -H "$T" http://127.0.0.1:%s/api/v1/runs                     what the syncs did
              curl -H "$T" http://127.0.0.1:%s/api/v1/runs/%d/notices          what was skipped, and why
              curl -H "$T" -X POST http://127.0.0.1:%s/api/v1/connections/demo-iru/sync
            The tenants change a little every minute or two; watch the syncs here. The pipeline is in routes/.
            ------------------------------------------------------------------------------------------------
            """;

    private final AtomicBoolean said = new AtomicBoolean();
    private final String token;
    private final String port;

    DemoGuide(@Value("${rollcall.bootstrap-token}") String token, @Value("${server.port}") String port) {
        this.token = token;
        this.port = port;
    }

    @EventListener
    void guide(RunEnded ended) {
        var run = ended.run();
        if (run.state() == RunState.SUCCEEDED && said.compareAndSet(false, true)) {
            var counts = run.counts();
            LOG.info(GUIDE.formatted(
                    run.connection(),
                    counts.seen(),
                    counts.created(),
                    counts.skipped(),
                    counts.duplicate(),
                    counts.failed(),
                    run.apiCalls(),
                    port,
                    DemoUser.NAME,
                    DemoUser.PASSWORD,
                    token,
                    port,
                    port,
                    port,
                    run.id(),
                    port));
        }
    }
}
