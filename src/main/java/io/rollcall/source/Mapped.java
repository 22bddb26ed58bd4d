package io.rollcall.source;

import io.rollcall.device.Attributes;
import java.util.List;

/**
 * A device's records in our terms.
 *
 * @param notes for people, one sentence for each property that was there and couldn't be read
 */
public record Mapped(Attributes attributes, List<String> notes) {}
