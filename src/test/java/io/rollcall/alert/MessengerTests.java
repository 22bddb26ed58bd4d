package io.rollcall.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.source.AddressRules;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;

class MessengerTests {

    private static final String SECRET = "secret-of-the-signature";

    private final Messenger messenger = new Messenger(
            new AlertProperties(
                    new AlertProperties.Mail(List.of(), "", Severity.WARNING),
                    new AlertProperties.Webhook(
                            Optional.of(URI.create("https://hooks.example.com/services/T0/B1?token=c%2Fd")),
                            SECRET,
                            Severity.WARNING),
                    Duration.ofSeconds(5),
                    1,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1)),
            AddressRules.strict(),
            new StaticListableBeanFactory().getBeanProvider(JavaMailSender.class),
            Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "POST https://hooks.example.com/services/T0/B1?token=c%2Fd was reset, POST *** was reset",
        "no answer to /services/T0/B1?token=c%2Fd, no answer to ***?***",
        "hooks.example.com refused /services/T0/B1, hooks.example.com refused ***",
        "the query token=c%2Fd is wrong, the query *** is wrong",
        "signed with secret-of-the-signature, signed with ***"
    })
    void S17_theReasonNamesNeitherAddressNorSecretOfAWebhook(String message, String shown) {
        var failure = new IllegalStateException(new IOException(message));

        assertThat(messenger.reason(failure)).isEqualTo("IOException: " + shown);
        assertThat(messenger.withoutSecrets(message)).isEqualTo(shown);
    }
}
