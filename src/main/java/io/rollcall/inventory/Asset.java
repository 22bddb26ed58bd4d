package io.rollcall.inventory;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An asset as people see it. A text that isn't known is blank.
 *
 * @param connection the connection that made it; empty: made by hand, or the connection is gone
 * @param leader the connection whose word counts where several have the device; empty: none has it
 * @param category the names of what it belongs to, as are product, manufacturer and location
 * @param assignee who has it; empty: nobody
 * @param fields what is known of the device, by the names of fields
 * @param customFields the values of custom fields, by the fields' keys
 * @param sources what each source says of it
 * @param archivedAt since when it is out of the daily lists
 * @param version raised by every write, a sync's too
 */
public record Asset(
        long id,
        String assetId,
        String serial,
        String name,
        String type,
        String status,
        String condition,
        String mdmState,
        Optional<String> connection,
        Optional<String> leader,
        String product,
        String manufacturer,
        String category,
        String location,
        String department,
        Optional<Assignee> assignee,
        String notes,
        String supplier,
        String orderNumber,
        Optional<LocalDate> purchaseDate,
        Optional<BigDecimal> purchaseCost,
        String currency,
        Optional<LocalDate> warrantyUntil,
        Map<String, String> fields,
        Map<String, String> customFields,
        List<SourceSection> sources,
        Optional<Instant> archivedAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Who has an asset.
     *
     * @param kind {@code person} or {@code location}
     * @param id the person's or location's number
     * @param origin {@code manual} or {@code sync}
     */
    public record Assignee(
            String kind, long id, String name, Instant since, String origin, Optional<LocalDate> dueOn, String note) {}

    /**
     * What a source says of an asset's device.
     *
     * @param page the device's page in the source's own web app; empty: this tenant has none that is known
     * @param attributes all it reports, by the names of fields
     * @param readAt when its record was last read anew
     * @param detailsAt when its details were last read
     */
    public record SourceSection(
            String connection,
            String source,
            String deviceId,
            Optional<URI> page,
            Map<String, String> attributes,
            Optional<Instant> lastCheckIn,
            Optional<String> lastIp,
            Instant firstSeenAt,
            Instant readAt,
            Optional<Instant> detailsAt,
            Optional<Instant> removedAt) {}
}
