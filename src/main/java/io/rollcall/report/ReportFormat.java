package io.rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What sort of file a report is. */
public enum ReportFormat {
    /** An Excel workbook with one sheet. */
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") {
        @Override
        public ReportWriter open(OutputStream out, String title, List<String> columns) throws IOException {
            return new XlsxReport(out, title, columns);
        }
    },
    /** RFC 4180, UTF-8 with a byte order mark, which Excel needs. */
    CSV("csv", "text/csv;charset=UTF-8") {
        @Override
        public ReportWriter open(OutputStream out, String title, List<String> columns) throws IOException {
            return new CsvReport(out, columns);
        }
    };

    private final String ending;
    private final String mediaType;

    ReportFormat(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    public String ending() {
        return ending;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * Begins a file; rows are written through to the stream, which stays open.
     *
     * @param title of the sheet, where there is one
     */
    public abstract ReportWriter open(OutputStream out, String title, List<String> columns) throws IOException;
}
