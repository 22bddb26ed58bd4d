package io.rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes an Excel workbook row by row. Texts are typed as texts: none is ever a formula. */
final class XlsxReport implements ReportWriter {

    private static final String PROGRAM = "Rollcall";

    /** How many rows may be in memory. */
    private static final int KEPT = 500;

    /** Excel's own limit, in UTF-16 units. */
    private static final int LONGEST = 32_767;

    private static final String DAY = "yyyy-mm-dd";
    private static final String MOMENT = "yyyy-mm-dd hh:mm:ss";
    private static final double WIDTH = 18;

    private final Workbook workbook;
    private final Worksheet sheet;
    private int row;

    XlsxReport(OutputStream out, String title, List<String> columns) throws IOException {
        this.workbook = new Workbook(out, PROGRAM, null);
        this.sheet = workbook.newWorksheet(title);
        sheet.freezePane(2, 1);
        for (var column = 0; column < columns.size(); column++) {
            sheet.width(column, WIDTH);
            sheet.inlineString(0, column, columns.get(column));
            sheet.style(0, column).bold().set();
        }
        row = 1;
    }

    @Override
    public void row(List<Optional<Object>> values) throws IOException {
        for (var column = 0; column < values.size(); column++) {
            var value = values.get(column);
            if (value.isPresent()) {
                cell(column, value.get());
            }
        }
        if (++row % KEPT == 0) {
            sheet.flush();
        }
    }

    private void cell(int column, Object value) {
        if (value instanceof BigDecimal number) {
            sheet.value(row, column, number);
        } else if (value instanceof LocalDate day) {
            sheet.value(row, column, day);
            sheet.style(row, column).format(DAY).set();
        } else if (value instanceof LocalDateTime moment) {
            sheet.value(row, column, moment);
            sheet.style(row, column).format(MOMENT).set();
        } else {
            var text = value.toString();
            sheet.inlineString(row, column, text.length() <= LONGEST ? text : text.substring(0, LONGEST));
        }
    }

    @Override
    public void close() throws IOException {
        workbook.finish();
    }
}
