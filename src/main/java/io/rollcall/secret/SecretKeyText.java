package io.rollcall.secret;

import io.rollcall.startup.StartupFailure;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** Reads keys as a person writes them and refuses those that protect nothing. Nothing of a key gets into a message. */
final class SecretKeyText {

    /** 32 random bytes have fewer distinct values than this about once in 10^13 keys. */
    private static final int FEWEST_DISTINCT_BYTES = 16;

    private SecretKeyText() {}

    /**
     * @param text keys apart by comma or line, each with or without {@code label:} before it
     * @param where it comes from, for the message
     */
    static List<SecretKey> parse(String text, String where) {
        return Arrays.stream(text.strip().split("[,\\n]", -1))
                .map(entry -> SecretKey.of(
                        usable(entry.substring(entry.lastIndexOf(':') + 1).strip(), where)))
                .toList();
    }

    private static byte[] usable(String base64, String where) {
        if (base64.isEmpty()) {
            throw refusal(where, "is empty");
        }
        var bytes = decode(base64, where);
        if (bytes.length != SecretKey.BYTES) {
            throw refusal(where, "has " + bytes.length + " bytes in place of " + SecretKey.BYTES);
        }
        if (isText(bytes) || distinct(bytes) < FEWEST_DISTINCT_BYTES) {
            throw refusal(where, "is an example or a pattern, not a random key");
        }
        return bytes;
    }

    private static byte[] decode(String base64, String where) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw refusal(where, "is not base64");
        }
    }

    /** Words typed by a person, as in every example; 32 random bytes are printable about once in 10^13 keys. */
    private static boolean isText(byte[] bytes) {
        return stream(bytes).allMatch(value -> value >= ' ' && value <= '~');
    }

    private static long distinct(byte[] bytes) {
        return stream(bytes).distinct().count();
    }

    private static IntStream stream(byte[] bytes) {
        return IntStream.range(0, bytes.length).map(index -> bytes[index]);
    }

    private static StartupFailure refusal(String where, String why) {
        return new StartupFailure(
                "The key of stored secrets in " + where + " " + why + ".",
                "Credentials would not be protected by it, so Rollcall does not start. Nothing was changed.",
                "Make a key with: openssl rand -base64 32. Or leave ROLLCALL_SECRET_KEY out altogether: a key is then"
                        + " made once and kept in the data directory.");
    }
}
