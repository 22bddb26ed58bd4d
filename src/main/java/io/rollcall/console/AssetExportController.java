package io.rollcall.console;

import io.rollcall.inventory.AssetReport;
import io.rollcall.report.Download;
import io.rollcall.report.ReportFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Exactly the assets that the list shows, in its order, as a file (E19). */
@Controller
class AssetExportController {

    private final AssetReport report;
    private final Clock clock;

    AssetExportController(AssetReport report, Clock clock) {
        this.report = report;
        this.clock = clock;
    }

    @GetMapping("/assets.xlsx")
    void xlsx(@RequestParam Map<String, String> request, HttpServletResponse response) throws IOException {
        send(request, ReportFormat.XLSX, response);
    }

    @GetMapping("/assets.csv")
    void csv(@RequestParam Map<String, String> request, HttpServletResponse response) throws IOException {
        send(request, ReportFormat.CSV, response);
    }

    private void send(Map<String, String> request, ReportFormat format, HttpServletResponse response)
            throws IOException {
        var search = AssetSearch.of(request);
        var name = "assets-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Download.send(
                response,
                format,
                name,
                "Assets",
                report.columns(),
                file -> report.write(search.filter(), search.order(), file));
    }
}
