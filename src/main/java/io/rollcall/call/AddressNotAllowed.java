package io.rollcall.call;

import java.net.UnknownHostException;

/** A host name led to an address inside the own network, where no MDM in the cloud is. */
final class AddressNotAllowed extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    AddressNotAllowed(String host) {
        super(host + " leads to a private or loopback address, which is not allowed. If the MDM is on your own "
                + "network, set rollcall.http.allow-private-addresses to true.");
    }
}
