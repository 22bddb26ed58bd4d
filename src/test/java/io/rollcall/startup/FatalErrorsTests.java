package io.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a virtual machine of its own, as it is to end. */
class FatalErrorsTests {

    private static final String GOES_ON = "it goes on";

    @ParameterizedTest
    @CsvSource({"memory, route", "memory, thread", "stack, route", "stack, thread"})
    void F49_processEndsWhereMemoryOrStackIsUsedUp(String what, String where) throws Exception {
        var process = ChildJvm.command(Program.class, what, where).start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(FatalErrors.EXIT_CODE);
        assertThat(said).contains("the process ends with exit code 3").doesNotContain(GOES_ON);
    }

    @ParameterizedTest
    @CsvSource({"nothing, route", "nothing, thread"})
    void F49_ordinaryFailureEndsNothing(String what, String where) throws Exception {
        var process = ChildJvm.command(Program.class, what, where).start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains(GOES_ON);
    }

    /** Uses something up in a route whose errors are handled, or in a thread. */
    static final class Program {

        private static final CountDownLatch FAILED = new CountDownLatch(1);

        public static void main(String[] arguments) throws Exception {
            Thread.setDefaultUncaughtExceptionHandler(new FatalErrors());
            if (arguments[1].equals("route")) {
                route(arguments[0]);
            } else {
                var thread = new Thread(() -> fail(arguments[0]));
                thread.start();
                thread.join();
                FAILED.countDown();
            }
            if (FAILED.await(20, TimeUnit.SECONDS)) {
                System.out.println(GOES_ON);
            }
            System.exit(0);
        }

        private static void route(String what) throws Exception {
            var camel = new DefaultCamelContext();
            camel.getManagementStrategy().addEventNotifier(new FatalErrorWatch());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Exception.class).handled(true).process(exchange -> FAILED.countDown());
                    from("seda:in").to("direct:step");
                    from("direct:step").errorHandler(noErrorHandler()).process(exchange -> fail(what));
                }
            });
            camel.start();
            camel.createProducerTemplate().sendBody("seda:in?waitForTaskToComplete=Never", "");
        }

        private static void fail(String what) {
            switch (what) {
                case "memory" -> System.out.println(new long[Integer.MAX_VALUE - 8].length);
                case "stack" -> fail(what + deeper(1));
                default -> throw new IllegalStateException("an ordinary failure");
            }
        }

        private static int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }
    }
}
