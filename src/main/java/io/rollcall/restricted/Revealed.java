package io.rollcall.restricted;

import io.rollcall.secret.Secret;
import io.rollcall.source.RestrictedField;
import java.time.Instant;

/**
 * A restricted value in plain text, for the one who asked.
 *
 * @param connection whose source said it
 * @param readAt when the source last said it
 */
public record Revealed(RestrictedField field, Secret value, String connection, Instant readAt) {}
