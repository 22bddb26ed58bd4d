package io.rollcall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.connection.ReachFailed;
import io.rollcall.connection.ReachFailed.Kind;
import java.net.URI;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CamelReachTests {

    @Test
    void E1_refusesANameThatLeadsIntoTheOwnNetworkUnlessThatIsAllowed() throws Exception {
        var localhost = URI.create("https://localhost");

        assertThatThrownBy(() -> reach(false).resolve(localhost))
                .isInstanceOfSatisfying(
                        ReachFailed.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.ADDRESS))
                .hasMessageContaining("localhost")
                .hasMessageContaining("rollcall.http.allow-private-addresses");
        assertThat(reach(true).resolve(localhost)).contains("localhost is ");
    }

    private static CamelReach reach(boolean allowPrivate) {
        var source = new MapConfigurationPropertySource();
        source.put("rollcall.http.allow-private-addresses", allowPrivate);
        var properties = new Binder(source).bindOrCreate("rollcall.http", CallProperties.class);
        return new CamelReach(new DefaultCamelContext().createProducerTemplate(), properties);
    }
}
