package io.rollcall.call;

import io.rollcall.source.AddressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The one HTTP client of all connections: no redirects, no retries of its own (they would bypass the limits), no
 * cookies, and no way to an address that the rules don't allow, checked when the connection is made.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallProperties.class)
class HttpConfiguration {

    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_HEADER = 32_768;
    private static final int MOST_CONNECTIONS = 1000;
    private static final int MOST_CONNECTIONS_TO_A_HOST = 64;

    @Bean
    AddressRules addressRules(CallProperties properties) {
        return properties.addressRules();
    }

    @Bean(destroyMethod = "close")
    PoolingHttpClientConnectionManager mdmConnections(CallProperties properties) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxLineLength(LONGEST_HEADER)
                                .build())
                        .build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS_TO_A_HOST)
                .setDnsResolver(new AllowedAddresses(properties))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(TrustedCertificates.context(properties.caFile())))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(properties.connectTimeout()))
                        .setSocketTimeout(timeout(properties.responseTimeout()))
                        .setValidateAfterInactivity(5, TimeUnit.SECONDS)
                        .build())
                .build();
    }

    @Bean
    HttpClientConfigurer mdmClient(CallProperties properties) {
        var request = RequestConfig.custom()
                .setResponseTimeout(timeout(properties.responseTimeout()))
                .setConnectionRequestTimeout(timeout(properties.totalTimeout()))
                .setRedirectsEnabled(false)
                .build();
        var proxy = properties.proxy().map(uri -> new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()));
        return builder -> {
            builder.setDefaultRequestConfig(request)
                    .setConnectionManagerShared(true)
                    .setUserAgent("Rollcall")
                    .addExecInterceptorFirst("bounds", new BoundAnswers(properties))
                    .disableRedirectHandling()
                    .disableAutomaticRetries()
                    .disableCookieManagement()
                    .disableAuthCaching();
            proxy.ifPresent(builder::setProxy);
        };
    }

    @Bean
    ComponentCustomizer mdmHttp(PoolingHttpClientConnectionManager connections, HttpClientConfigurer client) {
        return ComponentCustomizer.forType(HttpComponent.class, component -> {
            component.setClientConnectionManager(connections);
            component.setHttpClientConfigurer(client);
        });
    }

    private static Timeout timeout(java.time.Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    /** Resolves names and refuses those that lead to an address that isn't allowed. The proxy's own is allowed. */
    private record AllowedAddresses(AddressRules rules, Optional<String> proxyHost) implements DnsResolver {

        AllowedAddresses(CallProperties properties) {
            this(properties.addressRules(), properties.proxy().map(java.net.URI::getHost));
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (proxyHost.filter(host::equalsIgnoreCase).isEmpty()
                    && !Arrays.stream(addresses).allMatch(rules::isAllowed)) {
                throw new AddressNotAllowed(host);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }
}
