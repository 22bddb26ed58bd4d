package io.rollcall.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what is stored: AES-256-GCM with a random 96-bit nonce, as {@code v1:<key id>:<base64url of nonce, ciphertext
 * and tag>}. A value decrypts only in the place it was encrypted for, so one row's secret can't be moved to another.
 * Safe for use by many threads.
 */
public final class SecretBox {

    private static final Pattern STORED = Pattern.compile("v1:([0-9a-f]{8}):([A-Za-z0-9_-]+)");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final SecureRandom random = new SecureRandom();

    public SecretBox(SecretKeys keys) {
        this.keys = keys;
    }

    /**
     * The place of a value, to pass as {@code aad}.
     *
     * @param row an id that never changes
     */
    public static String place(String table, Object row, String column) {
        return table + "/" + row + "/" + column;
    }

    /**
     * Encrypts with the first key.
     *
     * @param aad the value's {@link #place place}; the same is needed to decrypt
     */
    public String encrypt(String plain, String aad) {
        var key = keys.first();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad);
            var encrypted = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var packed = ByteBuffer.allocate(nonce.length + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
            return "v1:" + key.id() + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(packed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * Decrypts with whichever key encrypted it.
     *
     * @throws SecretUnreadable where that key is not here or the value is not what was stored in this place; the stored
     *     value must then be left as it is, as the key may come back
     */
    public Secret decrypt(String stored, String aad) {
        var parts = STORED.matcher(stored);
        if (!parts.matches()) {
            throw new SecretUnreadable("the stored value is damaged");
        }
        var key = keys.find(parts.group(1))
                .orElseThrow(() -> new SecretUnreadable("its key " + parts.group(1) + " is not here"));
        return Secret.of(open(key, parts.group(2), aad));
    }

    /** False for a value under an older key: decrypt and encrypt it again to be able to drop that key. */
    public boolean isCurrent(String stored) {
        return stored.startsWith(currentPrefix());
    }

    /** What every value under the first key begins with. */
    String currentPrefix() {
        return "v1:" + keys.first().id() + ":";
    }

    /** The ids of the keys that are here; the first one encrypts. */
    List<String> keyIds() {
        return keys.ids();
    }

    /** Takes the key file as it is now. */
    void readKeysAgain() {
        keys.readAgain();
    }

    private static String open(SecretKey key, String base64, String aad) {
        try {
            var packed = Base64.getUrlDecoder().decode(base64);
            if (packed.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new SecretUnreadable("the stored value is damaged");
            }
            var nonce = new byte[NONCE_BYTES];
            System.arraycopy(packed, 0, nonce, 0, NONCE_BYTES);
            var plain = cipher(Cipher.DECRYPT_MODE, key, nonce, aad)
                    .doFinal(packed, NONCE_BYTES, packed.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new SecretUnreadable("the stored value was changed or moved, or its key was");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String aad) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
