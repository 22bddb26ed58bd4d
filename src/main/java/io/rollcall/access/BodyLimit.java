package io.rollcall.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are larger than anything that is meant to be sent here, before anybody reads them into memory. */
final class BodyLimit extends OncePerRequestFilter {

    /** The largest edit of thousands of assets at once is far below this. */
    static final int LARGEST = 1024 * 1024;

    private final DataSize largestFile;

    /** @param largestFile of a request with a file, which is counted again where it is read; negative: any */
    BodyLimit(DataSize largestFile) {
        this.largestFile = largestFile;
    }

    private static boolean isFile(HttpServletRequest request) {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        return path.equals("/api/v1/imports") || path.equals("/imports");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isFile(request) && isTooLargeAFile(request.getContentLengthLong())) {
            Refusals.TOO_LARGE.answer(request, response);
        } else if (isFile(request)) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > LARGEST) {
            Refusals.TOO_LARGE.answer(request, response);
        } else if (request.getHeader("Transfer-Encoding") != null) {
            var body = request.getInputStream().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                Refusals.TOO_LARGE.answer(request, response);
            } else {
                chain.doFilter(new Read(request, body), response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isTooLargeAFile(long length) {
        return !largestFile.isNegative() && length > largestFile.toBytes();
    }

    /** A request whose body came in pieces of unknown length and was read to see how long it is. */
    private static final class Read extends HttpServletRequestWrapper {

        private final ByteArrayInputStream body;

        Read(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] bytes, int from, int length) {
                    return body.read(bytes, from, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("The body is read already");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
