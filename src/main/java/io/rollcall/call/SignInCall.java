package io.rollcall.call;

import io.rollcall.connection.TokenRequest;

/**
 * What the route {@code sign-in} is asked for.
 *
 * @param origin on whose behalf
 * @param url where the token is asked for
 */
record SignInCall(CallOrigin origin, String url, TokenRequest request) {

    @Override
    public String toString() {
        return "sign-in";
    }
}
