package io.rollcall.report;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** Sends a report to a browser or a program while it is made. */
public final class Download {

    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    private Download() {}

    /** What writes the rows of a report. */
    public interface Rows {

        void writeTo(ReportWriter report) throws IOException;
    }

    /**
     * Sends a file; the answer begins with its first rows.
     *
     * @param name of the file, without its ending; any text (RFC 6266)
     * @throws BrokenDownload if something fails when a part of the file is sent already
     */
    public static void send(
            HttpServletResponse response,
            ReportFormat format,
            String name,
            String title,
            List<String> columns,
            Rows rows)
            throws IOException {
        var file = ContentDisposition.attachment()
                .filename(name + "." + format.ending(), StandardCharsets.UTF_8)
                .build();
        response.setContentType(format.mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, file.toString());
        try (var report = format.open(new Kept(response.getOutputStream()), title, columns)) {
            rows.writeTo(report);
        } catch (IOException | RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset();
                throw e;
            }
            LOG.warn("{} broke off: {}", name, e.getMessage());
            throw new BrokenDownload(e);
        }
    }

    /** The answer's stream belongs to the server: a report that is closed doesn't close it. */
    private static final class Kept extends java.io.FilterOutputStream {

        Kept(java.io.OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
