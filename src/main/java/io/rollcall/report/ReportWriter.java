package io.rollcall.report;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A report file that is being written. To close it completes the file. */
public interface ReportWriter extends Closeable {

    /**
     * Writes a row. No text becomes a formula, whatever it begins with (F40).
     *
     * @param values one a column: text, {@link java.math.BigDecimal}, {@link java.time.LocalDate} or
     *     {@link java.time.LocalDateTime}
     */
    void row(List<Optional<Object>> values) throws IOException;
}
