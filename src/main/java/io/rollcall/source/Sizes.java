package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Readings of memory and storage; the result is text such as {@code 228.27 GB}. */
final class Sizes {

    private static final Pattern SIZE = Pattern.compile(
            "(\\d{1,12}(?:\\.\\d{1,12})?)\\s{0,3}(MB|GB|TB)?(\\s.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Sizes() {}

    /** {@code 926.3 GB}, {@code 128.0 GB} or a bare number of GB. */
    static Reading gigabytes(JsonNode node) {
        return read(node, "GB", false);
    }

    /** {@code 8 GB 3733MHz LPDDR4X} → {@code 8 GB}: what follows the size is the kind of memory. */
    static Reading memory(JsonNode node) {
        return read(node, "GB", true);
    }

    /** A bare number of MB → GB; 1024 MB are a GB, as these numbers come from memory and file systems. */
    static Reading megabytes(JsonNode node) {
        return read(node, "MB", false);
    }

    /** The size of the first volume that has one. A Mac's volumes share one container, so each names the whole. */
    static Reading firstVolume(JsonNode node) {
        if (!node.isArray()) {
            return node.isMissingNode() || node.isNull() ? Reading.ABSENT : Texts.withParts(node);
        }
        for (var volume : node) {
            var capacity = gigabytes(volume.path("capacity"));
            if (capacity.value() != null) {
                return capacity;
            }
        }
        return Reading.ABSENT;
    }

    private static Reading read(JsonNode node, String defaultUnit, boolean mayGoOn) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        var match = SIZE.matcher(text);
        if (!match.matches() || (match.group(3) != null && !mayGoOn)) {
            return Reading.notA("a size", text);
        }
        var unit = match.group(2) == null ? defaultUnit : match.group(2).toUpperCase(Locale.ROOT);
        var amount = new BigDecimal(match.group(1));
        if (amount.signum() == 0) {
            return Reading.ABSENT;
        }
        if (unit.equals("MB") && defaultUnit.equals("MB")) {
            amount = amount.divide(BigDecimal.valueOf(1024), 2, RoundingMode.HALF_UP);
            unit = "GB";
        }
        return Reading.of(amount.stripTrailingZeros().toPlainString() + " " + unit);
    }
}
