package io.rollcall.secret;

/**
 * A stored secret can't be decrypted: its key is not here, or the value was changed or moved. The message is for people
 * and holds neither the secret nor the stored value.
 */
public class SecretUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretUnreadable(String why) {
        super("secret unreadable: enter it again (" + why + ")");
    }
}
