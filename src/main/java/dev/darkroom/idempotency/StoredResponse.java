package dev.darkroom.idempotency;

import dev.darkroom.status.StatusResponses;
import jakarta.persistence.Embeddable;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * An answer to who has handed in work, word by word: the first one is given from here too, so that each repeat is the same.
 *
 * @param location without the host: it may be asked for under another name
 */
@Embeddable
record StoredResponse(Integer status, String location, String body) {

    static StoredResponse of(Response answer, String body) {
        URI location = answer.getLocation();
        String query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
        return new StoredResponse(answer.getStatus(), location.getRawPath() + query, body);
    }

    Response give() {
        Response.ResponseBuilder answer = Response.status(status)
                .location(URI.create(location))
                .entity(body)
                .type(MediaType.APPLICATION_JSON);
        return (status == 202 ? answer.header(HttpHeaders.RETRY_AFTER, StatusResponses.POLL_SECONDS) : answer).build();
    }
}
