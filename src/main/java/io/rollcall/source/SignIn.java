package io.rollcall.source;

/** How one signs in to a source's API. */
public enum SignIn {
    /** A fixed token, sent as {@code Authorization: Bearer}. */
    BEARER,
    /** User name and password with every request. */
    BASIC,
    /** User name and password once, against a bearer token that runs out. */
    BASIC_TOKEN,
    /** Client id and secret, against a bearer token that runs out. */
    OAUTH2_CLIENT_CREDENTIALS;

    /** Whether it takes a request to get a token, which runs out. */
    public boolean hasToken() {
        return this == BASIC_TOKEN || this == OAUTH2_CLIENT_CREDENTIALS;
    }
}
