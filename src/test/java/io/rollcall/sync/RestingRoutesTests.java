package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that wait for work are stopped while there is none; nothing that is sent is lost by that. */
class RestingRoutesTests {

    private static final Duration AFTER = Duration.ofMinutes(1);
    private static final int MOST_AWAKE = 4;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final MovingClock clock = new MovingClock();
    private RestingRoutes resting;

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:sync-acme?pollTimeout=20")
                        .routeId("sync-acme")
                        .autoStartup(false)
                        .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
                from("seda:page-acme?pollTimeout=20")
                        .routeId("page-acme")
                        .autoStartup(false)
                        .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
                from("seda:page-globex?pollTimeout=20")
                        .routeId("page-globex")
                        .autoStartup(false)
                        .log("taken");
                from("direct:elsewhere").routeId("elsewhere").autoStartup(false).log("taken");
            }
        });
        camel.start();
        resting = new RestingRoutes(camel, clock, AFTER, MOST_AWAKE);
        resting.added("acme", List.of("sync-acme", "page-acme", "elsewhere"));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void routesRestUntilThereIsWork() {
        assertThat(isStarted("sync-acme")).isFalse();
        send("sync-acme", "one");
        resting.tend(Set.of());

        await().until(() -> taken.contains("one"));
    }

    @Test
    void routesRestAgainAfterAWhileWithoutWork() {
        resting.rouse("acme");
        clock.move(AFTER.minusSeconds(1));
        resting.tend(Set.of());
        assertThat(isStarted("sync-acme")).isTrue();

        clock.move(Duration.ofSeconds(2));
        resting.tend(Set.of());
        assertThat(isStarted("sync-acme")).isFalse();
        assertThat(isStarted("page-acme")).isFalse();

        send("page-acme", "later");
        resting.rouse("acme");
        await().until(() -> taken.contains("later"));
    }

    @Test
    void aConnectionAtWorkDoesNotRest() {
        resting.rouse("acme");
        clock.move(AFTER.multipliedBy(3));
        resting.tend(Set.of("acme"));

        assertThat(isStarted("sync-acme")).isTrue();
    }

    @Test
    void whereManyAreAwakeThoseWithNothingToDoRestAtOnce() {
        resting.added("globex", List.of("page-globex"));
        resting.added("initech", List.of());
        resting.added("hooli", List.of());
        List.of("acme", "globex", "initech").forEach(resting::rouse);
        assertThat(resting.hasRoom()).isTrue();
        resting.rouse("hooli");
        assertThat(resting.hasRoom()).isFalse();

        clock.move(Duration.ofSeconds(3));
        resting.tend(Set.of("globex"));

        assertThat(isStarted("sync-acme")).isFalse();
        assertThat(isStarted("page-globex")).isTrue();
        assertThat(resting.hasRoom()).isTrue();
    }

    @Test
    void aRouteThatSomebodyStoppedStaysStopped() throws Exception {
        resting.rouse("acme");
        camel.getRouteController().stopRoute("page-acme");
        clock.move(AFTER.multipliedBy(3));
        resting.tend(Set.of());
        resting.rouse("acme");

        assertThat(isStarted("sync-acme")).isTrue();
        assertThat(isStarted("page-acme")).isFalse();
    }

    @Test
    void whatTakesFromElsewhereNeverRests() {
        assertThat(isStarted("elsewhere")).isTrue();
        clock.move(AFTER.multipliedBy(3));
        resting.tend(Set.of());

        assertThat(isStarted("elsewhere")).isTrue();
    }

    private void send(String queue, String body) {
        camel.createProducerTemplate().sendBody("seda:" + queue + "?waitForTaskToComplete=Never", body);
    }

    private boolean isStarted(String id) {
        return camel.getRouteController().getRouteStatus(id) == ServiceStatus.Started;
    }
}
