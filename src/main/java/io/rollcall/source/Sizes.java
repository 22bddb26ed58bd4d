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

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,12}");

    private static final Pattern BYTES = Pattern.compile("-?\\d{1,18}");

    private static final BigDecimal BYTES_A_GB = BigDecimal.valueOf(1_000_000_000);

    private static final BigDecimal BYTES_A_GB_OF_MEMORY = BigDecimal.valueOf(1L << 30);

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

    /** A bare number of bytes → GB of 1000³, as makers of disks count; 0 and below is unknown. */
    static Reading bytes(JsonNode node) {
        return bytes(node, BYTES_A_GB);
    }

    /** A bare number of bytes → GB of 1024³, as memory is counted; 0 and below is unknown. */
    static Reading bytesOfMemory(JsonNode node) {
        return bytes(node, BYTES_A_GB_OF_MEMORY);
    }

    private static Reading bytes(JsonNode node, BigDecimal unit) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        if (!BYTES.matcher(text).matches()) {
            return Reading.notA("a number of bytes", text);
        }
        var amount = new BigDecimal(text).divide(unit, 2, RoundingMode.HALF_UP);
        return amount.signum() <= 0
                ? Reading.ABSENT
                : Reading.of(amount.stripTrailingZeros().toPlainString() + " GB");
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

    /**
     * The size of the disk that the computer starts from, else of the first; disks are told in MB of 1000 kB, as their
     * makers count ({@code 500277} is the disk sold as 512 GB).
     */
    static Reading bootDisk(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return node.isArray() || node.isMissingNode() || node.isNull() ? Reading.ABSENT : Texts.withParts(node);
        }
        for (var disk : node) {
            for (var partition : disk.path("partitions")) {
                if (partition.path("partitionType").asText().equals("BOOT")) {
                    return decimal(disk.path("sizeMegabytes"));
                }
            }
        }
        return decimal(node.get(0).path("sizeMegabytes"));
    }

    private static Reading decimal(JsonNode megabytes) {
        return scaled(megabytes, "GB");
    }

    /** {@code 3100} → {@code 3.1 GHz}; 0 and below is unknown. */
    static Reading megahertz(JsonNode node) {
        return scaled(node, "GHz");
    }

    /** A thousandth of a whole number, with at most two decimals. */
    private static Reading scaled(JsonNode node, String unit) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        if (!WHOLE.matcher(text).matches()) {
            return Reading.notA("a whole number", text);
        }
        var amount = new BigDecimal(text).divide(BigDecimal.valueOf(1000), 2, RoundingMode.HALF_UP);
        return amount.signum() <= 0
                ? Reading.ABSENT
                : Reading.of(amount.stripTrailingZeros().toPlainString() + " " + unit);
    }

    private static Reading read(JsonNode node, String defaultUnit, boolean mayGoOn) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        if (WHOLE.matcher(text).matches() && text.startsWith("-")) {
            // -1 is how some sources say that they don't know.
            return Reading.ABSENT;
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
