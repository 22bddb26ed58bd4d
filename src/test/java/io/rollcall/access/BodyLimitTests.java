package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class BodyLimitTests {

    private static final long MB = 1024 * 1024;

    @Test
    void S32_aFileMayBeAsLargeAsTheSettingsSay() throws Exception {
        assertThat(answer(DataSize.ofMegabytes(21), "/imports", 21 * MB)).isEqualTo(200);
        assertThat(answer(DataSize.ofMegabytes(21), "/imports", 21 * MB + 1)).isEqualTo(413);
        assertThat(answer(DataSize.ofMegabytes(50), "/api/v1/imports", 50 * MB)).isEqualTo(200);
        assertThat(answer(DataSize.ofMegabytes(50), "/api/v1/imports", 51 * MB)).isEqualTo(413);
        assertThat(answer(DataSize.ofBytes(-1), "/imports", 5_000 * MB)).isEqualTo(200);
    }

    @Test
    void S32_noSettingMakesAnotherRequestLarger() throws Exception {
        assertThat(answer(DataSize.ofBytes(-1), "/assets/new", MB)).isEqualTo(200);
        assertThat(answer(DataSize.ofBytes(-1), "/assets/new", MB + 1)).isEqualTo(413);
    }

    private static int answer(DataSize largestFile, String path, long length) throws ServletException, IOException {
        var request = new MockHttpServletRequest("POST", path) {
            @Override
            public long getContentLengthLong() {
                return length;
            }
        };
        var response = new MockHttpServletResponse();
        new BodyLimit(largestFile).doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
