package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Reach;
import io.rollcall.connection.ReachFailed;
import io.rollcall.connection.ReachFailed.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Reaches an MDM through the same route {@code call} that syncs use, so that a test tests what a sync will do. */
@Component
class CamelReach implements Reach {

    private static final int HTTPS = 443;
    private static final int NOT_SIGNED_IN = 401;
    private static final int NOT_THERE = 404;

    /**
     * A person waits for a test: a request of it waits so long for its turn beside a sync of the same tenant, and not at all
     * for a limit or a pause that surely takes longer.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ProducerTemplate producer;
    private final CallProperties properties;

    CamelReach(@Lazy ProducerTemplate producer, CallProperties properties) {
        this.producer = producer;
        this.properties = properties;
    }

    @Override
    public String resolve(URI baseUrl) throws ReachFailed {
        return explained(() -> addresses(baseUrl));
    }

    private String addresses(URI baseUrl) throws UnknownHostException {
        if (properties.proxy().isPresent()) {
            return "The proxy resolves the name.";
        }
        var rules = properties.addressRules();
        var addresses = InetAddress.getAllByName(baseUrl.getHost());
        if (!Arrays.stream(addresses).allMatch(rules::isAllowed)) {
            throw new AddressNotAllowed(baseUrl.getHost());
        }
        return baseUrl.getHost() + " is "
                + Arrays.stream(addresses).map(InetAddress::getHostAddress).collect(Collectors.joining(", ")) + ".";
    }

    @Override
    public String handshake(URI baseUrl) throws ReachFailed {
        return explained(() -> protocol(baseUrl));
    }

    private String protocol(URI baseUrl) throws Exception {
        if ("http".equals(baseUrl.getScheme())) {
            return "The base URL is http: nothing is encrypted.";
        }
        if (properties.proxy().isPresent()) {
            return "Tried with the sign-in, through the proxy.";
        }
        var port = baseUrl.getPort() < 0 ? HTTPS : baseUrl.getPort();
        var factory = TrustedCertificates.context(properties.caFile()).getSocketFactory();
        try (var socket = (SSLSocket) factory.createSocket()) {
            var millis = (int) properties.connectTimeout().toMillis();
            socket.connect(new InetSocketAddress(baseUrl.getHost(), port), millis);
            socket.setSoTimeout(millis);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getProtocol() + ", certificate trusted.";
        }
    }

    @Override
    public JsonNode get(Connection connection, String path) throws ReachFailed {
        return send(connection, "direct:call", path, Map.of());
    }

    @Override
    public JsonNode post(Connection connection, String path) throws ReachFailed {
        return send(connection, "direct:post", path, Map.of());
    }

    @Override
    public JsonNode patchNothing(Connection connection, String path) throws ReachFailed {
        return send(connection, "direct:patch", path, Map.of(EnterCall.CONTENT, JsonNodeFactory.instance.objectNode()));
    }

    private JsonNode send(Connection connection, String route, String path, Map<String, Object> more)
            throws ReachFailed {
        return explained(() -> {
            try {
                return answer(connection, route, path, more);
            } catch (SourceBusy e) {
                if (e.status() != NOT_SIGNED_IN) {
                    throw e;
                }
                return answer(connection, route, path, more);
            }
        });
    }

    private JsonNode answer(Connection connection, String route, String path, Map<String, Object> more)
            throws Exception {
        var parts = path.split("\\?", 2);
        var exchange = producer.request(route, call -> {
            call.getMessage().setBody(new Probe(connection, System.nanoTime() + PATIENCE.toNanos()));
            call.setProperty(EnterCall.PATH, parts[0]);
            call.setProperty(EnterCall.QUERY, parts.length > 1 ? parts[1] : "");
            more.forEach(call::setProperty);
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getMandatoryBody(JsonNode.class);
    }

    private static <T> T explained(Callable<T> step) throws ReachFailed {
        try {
            return step.call();
        } catch (Exception e) {
            throw new ReachFailed(kind(e), Failures.explain(e), e);
        }
    }

    private static Kind kind(Exception failure) {
        if (failure instanceof SourceRefused refused) {
            return switch (refused.status()) {
                case 401 -> Kind.SIGN_IN;
                case 403 -> Kind.PERMISSION;
                default -> Kind.ANSWER;
            };
        }
        if (failure instanceof SourceBusy busy && busy.everything()) {
            return Kind.LATER;
        }
        var noSignIn = failure instanceof SourceBusy busy && busy.status() == NOT_THERE;
        if (noSignIn || failure instanceof RequestRefused refused && refused.isGone()) {
            return Kind.NOT_FOUND;
        }
        if (failure instanceof UnknownHostException) {
            return Kind.ADDRESS;
        }
        if (failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException) {
            return Kind.CERTIFICATE;
        }
        if (failure instanceof RequestRefused) {
            return Kind.REFUSED;
        }
        return failure instanceof IOException ? Kind.UNREACHABLE : Kind.ANSWER;
    }

    private record Probe(Connection connection, long deadline) implements CallOrigin {
        @Override
        public void countCall() {
            // A test belongs to no run.
        }

        @Override
        public boolean isWanted() {
            return isWantedAfter(Duration.ZERO);
        }

        @Override
        public boolean isWantedAfter(Duration wait) {
            return System.nanoTime() + wait.toNanos() - deadline < 0;
        }
    }
}
