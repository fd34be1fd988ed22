package dev.darkroom.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Whether a person or a program asks: one set of addresses serves both, and {@code Accept} tells them apart. */
@RequestScoped
public class Audience {

    private final HttpHeaders headers;

    Audience(HttpHeaders headers) {
        this.headers = headers;
    }

    /** A browser names HTML; a program names JSON, or nothing. */
    public boolean isBrowser() {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type -> !type.isWildcardType())
                .anyMatch(MediaType.TEXT_HTML_TYPE::isCompatible);
    }
}
