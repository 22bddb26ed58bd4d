package io.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTests {

    private static final List<String> COLUMNS = List.of("name", "cost", "day", "moment");

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1"})
    void F40_noTextBecomesAFormula(String hostile) throws IOException {
        assertThat(csv(row(hostile)).get(1).get(0)).isEqualTo("'" + hostile);

        try (var workbook = xlsx(row(hostile))) {
            var cell = workbook.getFirstSheet().read().get(1).getCell(0);
            assertThat(cell.getType()).isEqualTo(CellType.STRING);
            assertThat(cell.getFormula()).isNull();
            assertThat(cell.asString().strip()).isEqualTo(hostile.strip());
        }
    }

    @Test
    void negativeNumbersStayNumbers() throws IOException {
        var values = List.<Optional<Object>>of(
                Optional.of("a"), Optional.of(new BigDecimal("-12.50")), Optional.empty(), Optional.empty());

        assertThat(csv(values).get(1).get(1)).isEqualTo("-12.50");
        try (var workbook = xlsx(values)) {
            assertThat(workbook.getFirstSheet().read().get(1).getCellAsNumber(1))
                    .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("-12.50"));
        }
    }

    @Test
    void F36_emojiRightToLeftAndBlanksAreTheSameInBothFiles() throws IOException {
        for (var text :
                List.of("Zoë 💻 Ünï", "מחשב של דנה", "a\u202Eb", "two \"quotes\", and; more", " blanks ", "<b>&amp;")) {
            assertThat(csv(row(text)).get(1).get(0)).isEqualTo(text);
            try (var workbook = xlsx(row(text))) {
                assertThat(workbook.getFirstSheet().read().get(1).getCellText(0))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void daysAndMomentsAreTypedInTheWorkbook() throws IOException {
        var values = List.<Optional<Object>>of(
                Optional.empty(),
                Optional.empty(),
                Optional.of(LocalDate.of(2026, 3, 31)),
                Optional.of(LocalDateTime.of(2026, 3, 31, 12, 5, 6)));

        assertThat(csv(values).get(1).get(2)).isEqualTo("2026-03-31");
        assertThat(csv(values).get(1).get(3)).isEqualTo("2026-03-31T12:05:06");
        try (var workbook = xlsx(values)) {
            var row = workbook.getFirstSheet().read().get(1);
            assertThat(row.getCellAsDate(2)).contains(LocalDateTime.of(2026, 3, 31, 0, 0));
            assertThat(row.getCellAsDate(3)).contains(LocalDateTime.of(2026, 3, 31, 12, 5, 6));
        }
    }

    @Test
    void keepsNoMoreRowsInMemoryThanItMust() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var report = ReportFormat.XLSX.open(out, "Assets", COLUMNS)) {
            for (var i = 0; i < 20_000; i++) {
                report.row(row("row " + i));
            }
            assertThat(out.size()).as("bytes that are written before the end").isGreaterThan(20_000);
        }
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
                var rows = workbook.getFirstSheet().openStream()) {
            assertThat(rows.count()).isEqualTo(20_001);
        }
    }

    private static List<Optional<Object>> row(String name) {
        return List.of(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<List<String>> csv(List<Optional<Object>> row) throws IOException {
        var text = new String(write(ReportFormat.CSV, row), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF" + String.join(",", COLUMNS) + "\r\n");
        try (var parser = CSVFormat.RFC4180.parse(new StringReader(text.substring(1)))) {
            return parser.stream().map(found -> found.toList()).toList();
        }
    }

    private static ReadableWorkbook xlsx(List<Optional<Object>> row) throws IOException {
        return new ReadableWorkbook(new ByteArrayInputStream(write(ReportFormat.XLSX, row)));
    }

    private static byte[] write(ReportFormat format, List<Optional<Object>> row) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var report = format.open(out, "Assets", COLUMNS)) {
            report.row(row);
        }
        return out.toByteArray();
    }
}
