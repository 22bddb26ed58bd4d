package io.rollcall.api;

import io.rollcall.access.AuditLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit", description = "Who changed what, from where")
class AuditController {

    private static final int PAGE = 100;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @GetMapping
    @Operation(
            summary = "What was done, the newest first",
            description = "\"object\" is for example \"connection/acme\"; \"before\" is the id of the last one seen.")
    List<AuditLog.Entry> list(
            @RequestParam Optional<String> actor,
            @RequestParam Optional<String> object,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        return log.newest(actor.map(Query::text), object.map(Query::text), before, PAGE);
    }
}
