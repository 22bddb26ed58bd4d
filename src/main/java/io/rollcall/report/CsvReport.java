package io.rollcall.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes CSV. */
final class CsvReport implements ReportWriter {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What spreadsheets take for the beginning of a formula; full-width forms too. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private final CSVPrinter csv;

    CsvReport(OutputStream out, List<String> columns) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(BYTE_ORDER_MARK);
        this.csv = new CSVPrinter(writer, CSVFormat.RFC4180);
        csv.printRecord(columns);
    }

    @Override
    public void row(List<Optional<Object>> values) throws IOException {
        for (var value : values) {
            csv.print(value.map(CsvReport::text).orElse(""));
        }
        csv.println();
    }

    /** An apostrophe in front makes it a text for a spreadsheet. Numbers are ours, and stay numbers. */
    static String text(Object value) {
        var text = value instanceof java.math.BigDecimal number ? number.toPlainString() : value.toString();
        return value instanceof String && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        csv.flush();
    }
}
