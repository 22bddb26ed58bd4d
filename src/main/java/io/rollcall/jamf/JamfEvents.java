package io.rollcall.jamf;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.call.SourceEvents;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Reads Jamf Pro's webhooks. They are not signed, and there is none for a computer that is deleted. Check-ins are left out:
 * every Mac sends one each quarter of an hour, and they change nothing that is kept.
 */
@Component
class JamfEvents implements SourceEvents {

    private static final Map<String, JamfKind> KINDS = Map.of(
            "ComputerAdded", JamfKind.COMPUTERS,
            "ComputerInventoryCompleted", JamfKind.COMPUTERS,
            "ComputerPushCapabilityChanged", JamfKind.COMPUTERS,
            "MobileDeviceEnrolled", JamfKind.MOBILE_DEVICES,
            "MobileDeviceUnEnrolled", JamfKind.MOBILE_DEVICES,
            "MobileDeviceInventoryCompleted", JamfKind.MOBILE_DEVICES);

    @Override
    public String source() {
        return "jamf";
    }

    @Override
    public List<String> devices(JsonNode event) {
        var kind = KINDS.get(event.at("/webhook/webhookEvent").asText(""));
        var number = event.at("/event/jssID").asText("");
        return kind != null && number.matches("\\d{1,18}") ? List.of(kind.key(number)) : List.of();
    }
}
