package io.rollcall.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * One AES-256 key and the name stored values refer to it by.
 *
 * @param id by default the first 8 hexadecimal digits of the key's SHA-256
 * @param key 32 bytes
 */
record SecretKey(String id, SecretKeySpec key) {

    static final int BYTES = 32;

    static SecretKey of(byte[] bytes) {
        return new SecretKey(idOf(bytes), new SecretKeySpec(bytes, "AES"));
    }

    static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String idOf(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SecretKey[" + id + "]";
    }
}
