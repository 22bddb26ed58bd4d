package io.rollcall.api;

import io.rollcall.alert.Alert;
import io.rollcall.alert.Alerts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "Alerts", description = "What a person has to look at")
class AlertController {

    private static final int PAGE = 100;

    private final Alerts alerts;

    AlertController(Alerts alerts) {
        this.alerts = alerts;
    }

    /**
     * An alert as REST shows it.
     *
     * @param severity {@code warning} or {@code critical}
     * @param closedBy what ended it; blank: it is open
     */
    record AlertView(
            long id,
            String kind,
            String severity,
            Optional<String> connection,
            Optional<Long> run,
            String message,
            Instant openedAt,
            Optional<Instant> closedAt,
            String closedBy) {

        static AlertView of(Alert alert) {
            return new AlertView(
                    alert.id(),
                    alert.kind().key(),
                    alert.kind().severity().key(),
                    alert.connection(),
                    alert.run(),
                    alert.message(),
                    alert.openedAt(),
                    alert.closedAt(),
                    alert.closedBy());
        }
    }

    @GetMapping
    @Operation(
            summary = "Alerts, the newest first",
            description = "With \"open\" true only those that are not over; \"before\" is the id of the last one seen.")
    List<AlertView> list(
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return alerts.list(open, before, PAGE).stream().map(AlertView::of).toList();
    }
}
