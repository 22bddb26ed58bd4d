package io.rollcall;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what must come, in every class: so long that a busy machine fails none. Who doesn't have to
 * wait doesn't, so it costs nothing where all is well.
 */
public final class Patience implements BeforeAllCallback {

    public static final Duration LONG = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
