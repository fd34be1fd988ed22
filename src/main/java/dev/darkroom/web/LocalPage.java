package dev.darkroom.web;

import java.net.URI;
import java.util.Optional;

/** A page of this site, taken from an address that somebody else may have written. */
public final class LocalPage {

    private LocalPage() {}

    /** Only the path and the query, whatever site is named: they must not lead off this one. Nothing where there is no path. */
    public static Optional<URI> of(String address) {
        try {
            URI page = URI.create(address == null ? "" : address);
            String path = page.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return Optional.empty();
            }
            String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return Optional.of(URI.create(path + query));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
