package dev.darkroom.media;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.PathPart;

/** Answers with an immutable file: the whole, or the one range of bytes that the request asks for (RFC 9110, section 14). */
@RequestScoped
public class FileResponses {

    /** First and last byte, or the length of the end. Anything else is ignored, several ranges too. */
    private static final Pattern RANGE = Pattern.compile("(?i:bytes)=(?:(\\d{1,18})-(\\d{1,18})?|-(\\d{1,18}))");

    private static final String ACCEPT_RANGES = "Accept-Ranges";
    private static final String CONTENT_RANGE = "Content-Range";

    private final HttpHeaders headers;
    private final Request request;

    FileResponses(HttpHeaders headers, Request request) {
        this.headers = headers;
        this.request = request;
    }

    /** The name of the file is its entity tag: it must never stand for another content at the same address. */
    public Response.ResponseBuilder answer(Path file, String mediaType) {
        EntityTag tag = new EntityTag(file.getFileName().toString());
        long length = file.toFile().length();
        Matcher range = RANGE.matcher(range(tag));
        boolean partial = range.matches() && number(range, 1, 0) <= number(range, 2, Long.MAX_VALUE);
        long first = partial ? number(range, 1, Math.max(0, length - number(range, 3, 0))) : 0;
        long last = Math.min(length - 1, partial ? number(range, 2, length) : length);
        if (partial && first >= length) {
            return Response.status(416).header(CONTENT_RANGE, "bytes */" + length);
        }
        return Response.status(partial ? 206 : 200)
                .entity(new PathPart(file, first, last - first + 1))
                .type(mediaType)
                .tag(tag)
                .header(ACCEPT_RANGES, "bytes")
                .header(CONTENT_RANGE, partial ? "bytes %d-%d/%d".formatted(first, last, length) : null)
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
    }

    /** The wanted range; empty if the client has a part of another file, or asks only for the headers. */
    private String range(EntityTag tag) {
        String known = headers.getHeaderString("If-Range");
        boolean applies = request.getMethod().equals(HttpMethod.GET)
                && (known == null || known.strip().equals('"' + tag.getValue() + '"'));
        return applies ? Objects.requireNonNullElse(headers.getHeaderString("Range"), "") : "";
    }

    private static long number(Matcher range, int group, long otherwise) {
        return range.group(group) == null ? otherwise : Long.parseLong(range.group(group));
    }
}
