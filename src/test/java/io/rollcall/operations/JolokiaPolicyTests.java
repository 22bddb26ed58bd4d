package io.rollcall.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is allowed is named; these are some of the things that aren't, and all that are. */
class JolokiaPolicyTests {

    private final JolokiaPolicy policy = new JolokiaPolicy();

    @Test
    void S29_nothingIsWrittenOrListenedTo() throws MalformedObjectNameException {
        assertThat(Arrays.stream(RequestType.values()).filter(policy::isTypeAllowed))
                .containsExactlyInAnyOrder(
                        RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);
        assertThat(policy.isAttributeWriteAllowed(new ObjectName("io.rollcall:type=Rollcall"), "Any"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.rollcall:type=Connection,name=\"acme\"                | pause",
                "io.rollcall:type=Rollcall                                | cancel(long)",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\" | start()",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\" | stop()",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\" | suspend()",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\" | resume()",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | dumpRoutesAsXml()",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | dumpRoutesStatsAsXml",
            })
    void S29_theseAreAllowed(String name, String operation) throws MalformedObjectNameException {
        assertThat(policy.isOperationAllowed(new ObjectName(name), operation)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Memory                                     | gc",
                "java.lang:type=Threading                                  | dumpAllThreads(boolean,boolean)",
                "com.sun.management:type=DiagnosticCommand                 | vmSystemProperties",
                "com.sun.management:type=HotSpotDiagnostic                 | dumpHeap",
                "JMImplementation:type=MBeanServerDelegate                 | any",
                "java.util.logging:type=Logging                            | setLoggerLevel",
                "com.zaxxer.hikari:type=Pool                               | suspendPool",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\"  | remove()",
                "org.apache.camel:context=rollcall,type=routes,name=\"a\"  | updateRouteFromXml(java.lang.String)",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | dumpRoutesAsXml(boolean)",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | stop()",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | sendBody(java.lang.String,java.lang.Object)",
                "org.apache.camel:context=rollcall,type=context,name=\"a\" | requestStringBody",
                "org.apache.camel:context=rollcall,type=endpoints,name=\"a\" | browseAllMessagesAsXml(java.lang.Boolean)",
                "org.apache.camel:context=rollcall,type=tracer,name=\"a\"  | dumpAllTracedMessages()",
                "org.apache.camel:context=rollcall,type=routes,*           | stop()",
            })
    void S29_theseAreNot(String name, String operation) throws MalformedObjectNameException {
        assertThat(policy.isOperationAllowed(new ObjectName(name), operation)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Memory  | HeapMemoryUsage  | true",
                "java.lang:type=Runtime | Uptime           | true",
                "java.lang:type=Runtime | SystemProperties | false",
                "java.lang:type=Runtime | InputArguments   | false",
                "org.springframework.boot:type=Endpoint,name=Env | Any | false",
                "Catalina:type=Manager  | Any              | false",
            })
    void S29_readsFiguresAndNoSettings(String name, String attribute, boolean allowed)
            throws MalformedObjectNameException {
        assertThat(policy.isAttributeReadAllowed(new ObjectName(name), attribute))
                .isEqualTo(allowed);
    }
}
