package io.rollcall.source;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a connection may call. Held against the base URL when it is entered and against the resolved address at every
 * connect, as a name can be pointed elsewhere in between.
 *
 * @param allowPrivate lets base URLs name loopback and private addresses
 * @param allowHttp lets base URLs be http; only to private addresses, so that no token crosses the internet in the clear
 * @param allowedHosts host names, or patterns with {@code *} for one label, beside those of the source
 */
public record AddressRules(boolean allowPrivate, boolean allowHttp, List<String> allowedHosts) {

    private static final List<Block> NEVER = Block.all(
            // "this network", link-local with the clouds' metadata services, multicast, reserved, broadcast
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "fe80::/10",
            "ff00::/8",
            "2001:db8::/32",
            "fd00:ec2::254/128");

    private static final List<Block> PRIVATE = Block.all(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "::1/128",
            "fc00::/7",
            "fec0::/10");

    public AddressRules {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** The rules outside demonstrations: https to public addresses of the source's own hosts. */
    public static AddressRules strict() {
        return new AddressRules(false, false, List.of());
    }

    /**
     * Whether a request may go to this address. IPv4 addresses inside IPv6 ones (mapped, compatible, 6to4, NAT64) count
     * as what they lead to. Link-local, multicast and reserved addresses are never allowed: behind them are no MDMs but
     * the metadata services of clouds.
     */
    public boolean isAllowed(InetAddress address) {
        var target = Block.target(address);
        if (NEVER.stream().anyMatch(block -> block.holds(target))) {
            return false;
        }
        return allowPrivate || !isPrivate(target);
    }

    static boolean isPrivate(InetAddress address) {
        var target = Block.target(address);
        return PRIVATE.stream().anyMatch(block -> block.holds(target));
    }

    /** A range of addresses. */
    private record Block(byte[] network, int bits) {

        static List<Block> all(String... ranges) {
            return Arrays.stream(ranges).map(Block::of).toList();
        }

        private static Block of(String range) {
            try {
                var parts = range.split("/");
                return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("No range of addresses: " + range, e);
            }
        }

        boolean holds(InetAddress address) {
            var bytes = address.getAddress();
            if (bytes.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        /** The IPv4 address that an IPv6 one carries, or the address itself. Java itself unpacks mapped ones. */
        static InetAddress target(InetAddress address) {
            if (address instanceof Inet4Address || !(address instanceof Inet6Address)) {
                return address;
            }
            var bytes = address.getAddress();
            if (starts(bytes, 0x20, 0x02)) {
                return v4(bytes, 2);
            }
            boolean nat64 = starts(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
            boolean mapped = starts(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
            boolean compatible =
                    starts(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) && (bytes[12] != 0 || bytes[13] != 0);
            return nat64 || mapped || compatible ? v4(bytes, 12) : address;
        }

        private static boolean starts(byte[] bytes, int... prefix) {
            for (int i = 0; i < prefix.length; i++) {
                if ((bytes[i] & 0xff) != prefix[i]) {
                    return false;
                }
            }
            return true;
        }

        private static InetAddress v4(byte[] bytes, int from) {
            try {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("Four bytes are an address", e);
            }
        }
    }
}
