package dev.darkroom.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * From where a request comes: the address at the other end, or what a proxy says it is, if the settings
 * ({@code quarkus.http.proxy.*}) have us believe one.
 */
public record Client(String address) {

    /** An IPv6 client has this many bytes of its own choice, and would be another one with each request. */
    private static final int NETWORK_BYTES = 8;

    public static Client of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.host() == null ? new Client("unknown") : of(remote.host());
    }

    static Client of(String address) {
        return new Client(address.contains(":") ? network(address) : address);
    }

    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
