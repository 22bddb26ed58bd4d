package io.rollcall.api;

import io.rollcall.inventory.AssetFilter;
import io.rollcall.inventory.AssetReport;
import io.rollcall.inventory.AssetSort;
import io.rollcall.inventory.Assets.Order;
import io.rollcall.report.Download;
import io.rollcall.report.ReportFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of assets as a file (E19). */
@RestController
@Tag(name = "Assets")
class AssetReportController {

    private final AssetReport report;

    AssetReportController(AssetReport report) {
        this.report = report;
    }

    @GetMapping("/api/v1/assets.xlsx")
    @Operation(
            summary = "Assets as an Excel workbook",
            description = "All that the same parameters list, with every column, sent while it is read.")
    void xlsx(
            @ParameterObject AssetParameters which,
            @Parameter(hidden = true) @RequestParam Map<String, String> all,
            HttpServletResponse response)
            throws IOException {
        send(which.filter(all), ReportFormat.XLSX, response);
    }

    @GetMapping("/api/v1/assets.csv")
    @Operation(
            summary = "Assets as CSV",
            description =
                    "As assets.xlsx; UTF-8 with a byte order mark. A text that a spreadsheet would take for a formula "
                            + "has an apostrophe before it.")
    void csv(
            @ParameterObject AssetParameters which,
            @Parameter(hidden = true) @RequestParam Map<String, String> all,
            HttpServletResponse response)
            throws IOException {
        send(which.filter(all), ReportFormat.CSV, response);
    }

    private void send(AssetFilter filter, ReportFormat format, HttpServletResponse response) throws IOException {
        var order = new Order(AssetSort.NUMBER, false);
        Download.send(
                response, format, "assets", "Assets", report.columns(), file -> report.write(filter, order, file));
    }
}
