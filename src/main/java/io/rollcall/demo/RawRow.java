package io.rollcall.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A device given as JSON, served as it was given.
 *
 * @param list its row, read for filters
 * @param listJson the same as text
 * @param detailsJson never read here, so it may be anything
 */
record RawRow(JsonNode list, byte[] listJson, byte[] detailsJson) implements Row {

    // Tests serve monsters on purpose: the usual bounds on length and depth are the reader's to hold, not ours.
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build());

    /** @param list a row, or a page of exactly one row as recordings have it */
    static RawRow of(String list, String details) {
        var text = list.strip();
        try {
            var node = JSON.readTree(text);
            if (node.isArray() && node.size() == 1) {
                text = text.substring(1, text.length() - 1).strip();
                node = node.get(0);
            }
            if (!node.path("device_id").isTextual()) {
                throw new IllegalArgumentException(
                        "A raw device needs a row of the device list with a \"device_id\", or a page with one such row");
            }
            return new RawRow(node, text.getBytes(StandardCharsets.UTF_8), details.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The row of a raw device has to be JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public String deviceId() {
        return list.get("device_id").textValue();
    }

    @Override
    public String field(String key) {
        return switch (key) {
            case "user_email" -> list.path("user").path("email").asText("");
            case "user", "user_name" -> list.path("user").path("name").asText("");
            case "user_id" -> list.path("user").path("id").asText("");
            default -> list.path(key).asText("");
        };
    }

    @Override
    public List<String> tags() {
        return StreamSupport.stream(list.path("tags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public byte[] listJson(Duration drift) {
        return listJson;
    }

    @Override
    public byte[] detailsJson(Duration drift) {
        return detailsJson;
    }

    @Override
    public ExpectedDevice expected() {
        return new ExpectedDevice(
                deviceId(),
                field("serial_number"),
                field("device_name"),
                field("platform"),
                field("model"),
                modelIdentifier(),
                field("os_version"),
                field("user_email"),
                field("asset_tag"));
    }

    private String modelIdentifier() {
        try {
            return JSON.readTree(detailsJson)
                    .path("hardware_overview")
                    .path("model_identifier")
                    .asText("");
        } catch (IOException e) {
            return "";
        }
    }
}
