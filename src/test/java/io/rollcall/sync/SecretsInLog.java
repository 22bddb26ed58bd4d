package io.rollcall.sync;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Reads along with the log of this process and keeps what has a secret in it, and warnings. */
final class SecretsInLog extends AppenderBase<ILoggingEvent> {

    private final String secret;
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    SecretsInLog(String secret) {
        this.secret = secret;
    }

    /** Begins to read. A new application context takes it off again, so that it is called before each test. */
    SecretsInLog attach() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        found.clear();
        warnings.clear();
        if (!root.isAttached(this)) {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }
        return this;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var text = event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        if (text.contains(secret)) {
            found.add(text);
        }
        if (event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN)) {
            warnings.add(text);
        }
    }

    List<String> found() {
        return found;
    }

    /** What was said at level WARN or above since {@link #attach()}. */
    List<String> warnings() {
        return warnings;
    }
}
