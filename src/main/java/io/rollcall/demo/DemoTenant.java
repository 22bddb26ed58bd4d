package io.rollcall.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;

/** Runs the simulated tenants of the profile {@code demo} and lets their fleets change a little now and then. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
@EnableConfigurationProperties(DemoTenant.Settings.class)
class DemoTenant {

    /**
     * The simulated tenant.
     *
     * @param port where it listens, on loopback
     * @param devices how many there are at the start
     * @param seed the same seed gives the same fleet
     * @param latency how long each answer takes
     * @param changeCount how many devices change each time
     * @param token the API token it accepts
     * @param perSecond most requests it answers in a second
     * @param perHour most requests it answers in an hour
     * @param jamf the simulated Jamf Pro server beside it
     * @param others further Iru tenants for the other presets; only with profile {@code presets}
     */
    @ConfigurationProperties("rollcall.demo")
    record Settings(
            int port,
            @DefaultValue("500") int devices,
            @DefaultValue("42") long seed,
            @DefaultValue("20ms") Duration latency,
            @DefaultValue("90s") Duration changeEvery,
            @DefaultValue("5") int changeCount,
            String token,
            @DefaultValue("50") int perSecond,
            @DefaultValue("10000") int perHour,
            Jamf jamf,
            @Nullable Others others) {}

    /** A further Iru tenant for each of the other presets. */
    record Others(Other allwhere, Other assetbots, Other bluetally) {}

    /**
     * A further Iru tenant.
     *
     * @param port where it listens, on loopback
     * @param seed another than the others', so that the fleets are disjoint
     */
    record Other(int port, @DefaultValue("120") int devices, long seed) {}

    /**
     * The simulated Jamf Pro server beside it.
     *
     * @param port where it listens, on loopback
     * @param shared how many devices of the Iru tenant it has as well
     * @param tokenLife how long an access token lives
     */
    record Jamf(
            int port,
            @DefaultValue("180") int computers,
            @DefaultValue("70") int mobiles,
            @DefaultValue("6") int shared,
            @DefaultValue("59s") Duration tokenLife,
            String clientId,
            String clientSecret) {}

    @Bean(destroyMethod = "close")
    @Primary
    SimulatedIru simulatedIru(Settings settings) {
        return iru(settings, settings.port(), settings.devices(), settings.seed());
    }

    @Bean
    OtherTenants otherTenants(Settings settings) {
        return new OtherTenants(Stream.ofNullable(settings.others())
                .flatMap(others -> Stream.of(others.allwhere(), others.assetbots(), others.bluetally()))
                .map(other -> iru(settings, other.port(), other.devices(), other.seed()))
                .toList());
    }

    /** The further tenants; closed together. */
    record OtherTenants(List<SimulatedIru> tenants) implements AutoCloseable {

        @Override
        public void close() {
            tenants.forEach(SimulatedIru::close);
        }
    }

    private static SimulatedIru iru(Settings settings, int port, int devices, long seed) {
        return SimulatedIru.builder()
                .port(port)
                .seed(seed)
                .devices(devices)
                .latency(settings.latency())
                .limits(settings.perSecond(), settings.perHour())
                .token("rollcall", settings.token())
                .keepRequests(0)
                .asOf(Instant.now())
                .start();
    }

    /** A few devices are in both: some company is moving from one to the other. */
    @Bean(destroyMethod = "close")
    SimulatedJamf simulatedJamf(SimulatedIru iru, Settings settings) {
        var jamf = settings.jamf();
        return SimulatedJamf.builder()
                .port(jamf.port())
                .seed(settings.seed())
                .computers(jamf.computers())
                .mobiles(jamf.mobiles())
                .sharing(iru.fleet().devices().stream()
                        .filter(device ->
                                device.platform().isApple() && !device.serial().isEmpty())
                        .limit(jamf.shared())
                        .toList())
                .latency(settings.latency())
                .tokenLife(jamf.tokenLife())
                .client(jamf.clientId(), jamf.clientSecret())
                .keepRequests(0)
                .asOf(Instant.now())
                .start();
    }

    @Bean
    Changes demoChanges(SimulatedIru tenant, SimulatedJamf server, Settings settings) {
        return new Changes(tenant, server, settings.changeCount());
    }

    /** Changes the fleet. */
    static class Changes {

        private static final Logger LOG = LoggerFactory.getLogger("demo");

        private final SimulatedIru tenant;
        private final SimulatedJamf server;
        private final int count;

        Changes(SimulatedIru tenant, SimulatedJamf server, int count) {
            this.tenant = tenant;
            this.server = server;
            this.count = count;
        }

        @Scheduled(
                initialDelayString = "${rollcall.demo.change-every:90s}",
                fixedDelayString = "${rollcall.demo.change-every:90s}")
        void change() {
            var changes = tenant.fleet().change(count);
            var jamf = server.fleet().change(count);
            LOG.info(
                    "the simulated tenants changed {} and {} devices; the next syncs will see it",
                    changes.size(),
                    jamf.size());
        }
    }
}
