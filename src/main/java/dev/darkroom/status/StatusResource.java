package dev.darkroom.status;

import dev.darkroom.web.InvalidInput;
import dev.darkroom.web.Visitor;
import io.quarkus.arc.All;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Many statuses at once, so that a gallery polls once. */
@Path("/status")
@Authenticated
public class StatusResource {

    private static final int MOST = 200;

    private final List<StatusSource> sources;
    private final StatusReader reader;
    private final StatusAnswer answer;
    private final Visitor visitor;

    StatusResource(@All List<StatusSource> sources, StatusReader reader, StatusAnswer answer, Visitor visitor) {
        this.sources = sources;
        this.reader = reader;
        this.answer = answer;
        this.visitor = visitor;
    }

    /** Ids that are unknown, or somebody else's, are left out of the answer. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response many(@Context UriInfo address) {
        Map<String, List<StatusView>> views = new LinkedHashMap<>();
        for (StatusSource source : sources) {
            List<UUID> ids = ids(address.getQueryParameters(), source.type());
            views.put(source.type(), ids.isEmpty() ? List.of() : reader.read(source.find(ids, visitor.id())));
        }
        boolean moving = views.values().stream().flatMap(List::stream).anyMatch(StatusView::moving);
        return answer.fresh(views, moving);
    }

    private static List<UUID> ids(MultivaluedMap<String, String> query, String type) {
        List<String> texts = query.getOrDefault(type, List.of()).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .filter(text -> !text.isBlank())
                .toList();
        if (texts.size() > MOST) {
            throw new InvalidInput("At most " + MOST + " ids at once.");
        }
        try {
            return texts.stream().map(UUID::fromString).toList();
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("An id is a UUID.");
        }
    }
}
