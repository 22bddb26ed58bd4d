package io.rollcall.csv;

import io.rollcall.records.ImportTarget;
import io.rollcall.records.ImportTarget.Row;
import io.rollcall.records.Words;
import io.rollcall.settings.InvalidSettings;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.core.NestedExceptionUtils;

/**
 * A CSV file as people make them: with or without a byte order mark, separated by commas or semicolons, quoted or not.
 * What looks like a formula is a text like any other.
 *
 * @param rows in the order of the file
 * @param overlong lines of rows that have more cells than there are columns
 */
record CsvFile(List<Row> rows, List<Integer> overlong) {

    /** The largest file, in bytes. */
    static final int MAX_BYTES = 20 * 1024 * 1024;

    /** The most rows, without the header. */
    static final int MAX_ROWS = 100_000;

    private static final String FILE = "file";

    /** @throws InvalidSettings if it is no CSV file in UTF-8, too large, or has a column that the target hasn't */
    static CsvFile read(byte[] bytes, ImportTarget target) {
        var text = utf8(bytes);
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator(text))
                .setIgnoreEmptyLines(false) // they count as lines
                .get();
        try (var parser = CSVParser.parse(new StringReader(text), format)) {
            return read(parser, target);
        } catch (IOException | UncheckedIOException e) {
            throw Words.wrong(
                    FILE,
                    "The file is no CSV: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    "Cells with quotation marks, separators or line ends in them stand in quotation marks");
        }
    }

    private static CsvFile read(CSVParser parser, ImportTarget target) {
        var records = parser.iterator();
        var columns = columns(header(records), target);
        var rows = new ArrayList<Row>();
        var overlong = new ArrayList<Integer>();
        var line = (int) parser.getCurrentLineNumber() + 1;
        while (records.hasNext()) {
            var cells = records.next();
            var values = values(cells, columns);
            if (isOverlong(cells, columns.size())) {
                overlong.add(line);
            }
            if (!values.isEmpty() || isOverlong(cells, columns.size())) {
                rows.add(new Row(line, values));
            }
            if (rows.size() > MAX_ROWS) {
                throw Words.wrong(
                        FILE, "The file has more than " + MAX_ROWS + " rows", "Import it in several smaller files");
            }
            line = (int) parser.getCurrentLineNumber() + 1;
        }
        return new CsvFile(List.copyOf(rows), List.copyOf(overlong));
    }

    private static CSVRecord header(Iterator<CSVRecord> records) {
        while (records.hasNext()) {
            var header = records.next();
            if (header.stream().anyMatch(cell -> !cell.isBlank())) {
                return header;
            }
        }
        throw Words.wrong(FILE, "The file is empty", "A line with the names of columns, then the rows");
    }

    private static Map<String, String> values(CSVRecord cells, List<String> columns) {
        var values = new LinkedHashMap<String, String>();
        for (var i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            if (!cells.get(i).isBlank()) {
                values.put(columns.get(i), cells.get(i));
            }
        }
        return values;
    }

    private static boolean isOverlong(CSVRecord cells, int columns) {
        return cells.size() > columns && cells.stream().skip(columns).anyMatch(cell -> !cell.isBlank());
    }

    private static List<String> columns(CSVRecord header, ImportTarget target) {
        var columns = new ArrayList<String>();
        var aliases = target.aliases();
        var known = target.columns();
        for (var cell : header) {
            var name = Words.column(cell);
            var column = aliases.getOrDefault(name, name);
            if (!known.contains(column)) {
                throw Words.wrong(
                        FILE,
                        "There is no column \"" + (cell.length() <= 60 ? cell : cell.substring(0, 60) + "…") + "\" for "
                                + target.kind(),
                        "Known: " + String.join(", ", known)
                                + ". Take the column out of the file, or give it one of these names");
            }
            if (columns.contains(column)) {
                throw Words.wrong(FILE, "The column \"" + cell + "\" is there twice", "Each column once");
            }
            columns.add(column);
        }
        return columns;
    }

    /** The header has no separator in a name, so the one that is there oftener is it. */
    private static char separator(String text) {
        var header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        var semicolons = header.chars().filter(c -> c == ';').count();
        var commas = header.chars().filter(c -> c == ',').count();
        return semicolons > commas ? ';' : ',';
    }

    private static String utf8(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(buffer)
                    .toString();
            if (text.indexOf(0) >= 0) {
                throw notUtf8(line(bytes, text.substring(0, text.indexOf(0)).getBytes(StandardCharsets.UTF_8).length));
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw notUtf8(line(bytes, buffer.position()));
        }
    }

    private static int line(byte[] bytes, int position) {
        var line = 1;
        for (var i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static InvalidSettings notUtf8(int line) {
        return Words.wrong(
                FILE,
                "The file is not in UTF-8: line " + line + " has bytes that no UTF-8 text has",
                "In Excel: save as \"CSV UTF-8\"");
    }
}
