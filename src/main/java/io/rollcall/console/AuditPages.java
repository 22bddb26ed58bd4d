package io.rollcall.console;

import io.rollcall.access.AuditLog;
import io.rollcall.report.Download;
import io.rollcall.report.ReportFormat;
import io.rollcall.report.ReportWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit log: who changed what, from where. */
@Controller
@RequestMapping("/audit")
class AuditPages {

    private static final int PAGE = 100;
    private static final int PART = 1000;

    private final AuditLog log;
    private final Clock clock;

    AuditPages(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param actor only what this one did; blank: everyone
     * @param object only what was done to this, for example {@code connection/acme}; blank: to anything
     */
    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String object,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Model model) {
        var entries = log.newest(given(actor), given(object), before, PAGE + 1);
        model.addAttribute("page", NewestFirst.of(entries, PAGE, AuditLog.Entry::id));
        model.addAttribute("actor", actor);
        model.addAttribute("object", object);
        model.addAttribute("paged", before < Long.MAX_VALUE);
        return "console/audit";
    }

    /** All that fits, as a file; the newest first (S34). */
    @GetMapping("/export.xlsx")
    void xlsx(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String object,
            HttpServletResponse response)
            throws IOException {
        send(ReportFormat.XLSX, actor, object, response);
    }

    /** The same as CSV. */
    @GetMapping("/export.csv")
    void csv(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String object,
            HttpServletResponse response)
            throws IOException {
        send(ReportFormat.CSV, actor, object, response);
    }

    private void send(ReportFormat format, String actor, String object, HttpServletResponse response)
            throws IOException {
        Download.send(
                response,
                format,
                "audit-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                "Audit",
                List.of("number", "at", "who", "address", "did", "to", "details"),
                file -> write(given(actor), given(object), file));
    }

    private void write(Optional<String> actor, Optional<String> object, ReportWriter file) throws IOException {
        var part = log.newest(actor, object, Long.MAX_VALUE, PART);
        while (!part.isEmpty()) {
            for (var entry : part) {
                file.row(List.of(
                        Optional.of(BigDecimal.valueOf(entry.id())),
                        Optional.of(entry.at().atOffset(ZoneOffset.UTC).toLocalDateTime()),
                        Optional.of(entry.actor()),
                        Optional.of(entry.address()),
                        Optional.of(entry.action()),
                        Optional.of(entry.object()),
                        Optional.of(entry.detail())));
            }
            part = log.newest(actor, object, part.get(part.size() - 1).id(), PART);
        }
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(entered -> !entered.isEmpty());
    }
}
