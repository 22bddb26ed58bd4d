package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Pages of the simulated Jamf Pro server's device lists. */
final class JamfPages {

    /** Larger ones are cut to this without a word. */
    private static final int LARGEST_PAGE = 2000;

    private static final int USUAL_PAGE = 100;
    private static final Pattern SECTION = Pattern.compile("[?&]section=([^&]*)");

    private final JamfFleet fleet;
    private final SimulatedJamfBuilder settings;

    JamfPages(JamfFleet fleet, SimulatedJamfBuilder settings) {
        this.fleet = fleet;
        this.settings = settings;
    }

    Reply computers(Request request, int version) {
        var listing = JamfListing.COMPUTERS;
        var wanted = wanted(request, listing);
        return page(request, listing, fleet.allVisible(Kind.COMPUTER), record -> {
            var shown = sections(record, listing, wanted, Set.of("id", "udid"));
            return version < 4 ? older(shown, version) : shown;
        });
    }

    /** The server before v4 tells contact and address under other names. */
    private static ObjectNode older(ObjectNode record, int version) {
        if (record.get("general") instanceof ObjectNode general) {
            var copy = general.deepCopy();
            copy.set("lastContactTime", copy.path("lastCheckIn"));
            copy.set("lastReportedIp", copy.path("lastReportedIpV4"));
            copy.remove(List.of("lastCheckIn", "lastContact"));
            record.set("general", copy);
        }
        return version > 1 ? record : record.putNull("plugins").putNull("fonts");
    }

    Reply mobileDevices(Request request) {
        if (!settings.mobileDetailPages) {
            return JamfApi.error(404, "", "");
        }
        var listing = JamfListing.MOBILE_DEVICES;
        var wanted = wanted(request, listing);
        var lenient = settings.lenient
                && request.parameter("exception-handling")
                        .filter("LENIENT"::equals)
                        .isPresent();
        var rows = fleet.allVisible(Kind.MOBILE_DEVICE);
        return page(request, listing, rows, record -> {
            var broken = fleet.isBroken(record.path("mobileDeviceId").asInt());
            if (broken && !lenient) {
                throw new BrokenDevice();
            }
            return sections(record, listing, broken ? Set.of() : wanted, Set.of("mobileDeviceId", "deviceType"));
        });
    }

    /** What STRICT makes of a page with a device that can't be processed. */
    private static final class BrokenDevice extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Reply mobileRows(Request request) {
        if (request.parameter("filter").isPresent()) {
            return JamfApi.error(400, "", "Filtering is not supported by this endpoint");
        }
        return page(request, JamfListing.MOBILE_DEVICES, fleet.allVisible(Kind.MOBILE_DEVICE), JamfSingleMobile::row);
    }

    private Reply page(Request request, JamfListing listing, List<JsonNode> all, UnaryOperator<JsonNode> shown) {
        var size = Math.min(LARGEST_PAGE, request.number("page-size", 1, USUAL_PAGE));
        if (size > settings.largestQuickPage) {
            return Reply.of(
                    504,
                    "text/html",
                    "<html><body><h1>504 Gateway Time-out</h1></body></html>".getBytes(StandardCharsets.UTF_8));
        }
        try {
            var filter = request.parameter("filter").isPresent()
                    ? listing.filter(request.parameter("filter").get())
                    : (java.util.function.Predicate<JsonNode>) record -> true;
            var sort = request.parameter("sort").orElse(listing.usualSort()).replaceFirst("^id", id(listing));
            var rows = all.stream().filter(filter).sorted(listing.order(sort)).toList();
            var page = JsonNodeFactory.instance.objectNode().put("totalCount", rows.size());
            var results = page.putArray("results");
            Pages.slice(rows, Math.multiplyExact(request.number("page", 0, 0), size), size)
                    .forEach(row -> results.add(shown.apply(row)));
            return JamfApi.json(page);
        } catch (JamfFilters.Refused refused) {
            return JamfApi.error(400, "INVALID_FIELD", String.valueOf(refused.getMessage()));
        } catch (BrokenDevice e) {
            return JamfApi.error(500, "", "(details of the one problem device)");
        }
    }

    private static String id(JamfListing listing) {
        return listing == JamfListing.COMPUTERS ? "id" : "mobileDeviceId";
    }

    /** Sections that weren't asked for are there and null; a device's missing sections stay missing. */
    private static ObjectNode sections(JsonNode record, JamfListing listing, Set<String> wanted, Set<String> always) {
        var shown = JsonNodeFactory.instance.objectNode();
        record.properties().forEach(entry -> {
            if (always.contains(entry.getKey()) || wanted.contains(entry.getKey())) {
                shown.set(entry.getKey(), entry.getValue());
            }
        });
        listing.sections().values().stream()
                .filter(key -> !wanted.contains(key))
                .forEach(shown::putNull);
        return shown;
    }

    private static Set<String> wanted(Request request, JamfListing listing) {
        var wanted = new HashSet<String>();
        var sections = SECTION.matcher(request.target());
        while (sections.find()) {
            Arrays.stream(URLDecoder.decode(sections.group(1), StandardCharsets.UTF_8)
                            .split(","))
                    .map(listing.sections()::get)
                    .filter(java.util.Objects::nonNull)
                    .forEach(wanted::add);
        }
        return wanted.isEmpty() ? Set.of("general") : wanted;
    }
}
