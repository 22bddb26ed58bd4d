package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A hash of a tree that doesn't depend on the order of its keys. */
final class Fingerprint {

    /** 128 bits: among a million versions of every device the odds of one collision are below 1 in 10^20. */
    private static final int BYTES = 16;

    private Fingerprint() {}

    /** 32 hexadecimal digits. */
    static String of(String salt, JsonNode tree) {
        var canonical = new StringBuilder(1024).append(salt).append('\n');
        write(tree, canonical);
        return of(canonical.toString());
    }

    static String of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Lengths stand before texts, so that no content can look like structure. */
    private static void write(JsonNode node, StringBuilder to) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                to.append('{').append(node.size());
                node.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
                    write('k', entry.getKey(), to);
                    write(entry.getValue(), to);
                });
            }
            case ARRAY -> {
                to.append('[').append(node.size());
                node.forEach(item -> write(item, to));
            }
            case STRING -> write('s', node.textValue(), to);
            case NUMBER -> write('n', node.asText(), to);
            case BOOLEAN -> to.append(node.booleanValue() ? 't' : 'f');
            default -> to.append('0');
        }
    }

    private static void write(char kind, String text, StringBuilder to) {
        to.append(kind).append(text.length()).append(':').append(text);
    }
}
