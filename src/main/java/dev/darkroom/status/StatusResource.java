package dev.darkroom.status;

import dev.darkroom.web.CurrentVisitor;
import dev.darkroom.web.HttpRefusal;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many statuses in one request, so that a gallery polls once. */
@Path("/status")
@Authenticated
public class StatusResource {

    /** The most ids in one request: their address has about 7,500 characters, which the server is set to accept. */
    public static final int MAX_IDS = 200;

    private final List<RecordSource> sources;
    private final StatusReader reader;
    private final StatusResponses responses;
    private final CurrentVisitor visitor;

    StatusResource(
            @All List<RecordSource> sources, StatusReader reader, StatusResponses responses, CurrentVisitor visitor) {
        this.sources = sources;
        this.reader = reader;
        this.responses = responses;
        this.visitor = visitor;
    }

    /** Leaves out ids that are unknown or belong to someone else. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response many(@Context UriInfo address) {
        MultivaluedMap<String, String> query = address.getQueryParameters();
        Map<RecordSource, List<UUID>> requested =
                sources.stream().collect(Collectors.toMap(source -> source, source -> ids(query, source.type())));
        if (requested.values().stream().mapToInt(List::size).sum() > MAX_IDS) {
            throw HttpRefusal.badRequest("At most " + MAX_IDS + " ids at once.");
        }
        // Sorted, because CDI lists the sources in no particular order.
        Map<String, List<StatusView>> views = new TreeMap<>();
        requested.forEach((source, ids) -> views.put(source.type(), ids.isEmpty() ? List.of() : views(source, ids)));
        boolean moving = views.values().stream().flatMap(List::stream).anyMatch(StatusView::moving);
        return responses.unlessUnchanged(views, moving);
    }

    /** In the order of the request, so that equal states give equal responses. */
    private List<StatusView> views(RecordSource source, List<UUID> ids) {
        return reader.read(source.find().apply(ids, visitor.id())).stream()
                .sorted(Comparator.comparing(view -> ids.indexOf(view.id())))
                .toList();
    }

    private static List<UUID> ids(MultivaluedMap<String, String> query, String type) {
        try {
            return query.getOrDefault(type, List.of()).stream()
                    .flatMap(list -> Stream.of(list.split(",")))
                    .filter(text -> !text.isBlank())
                    .map(UUID::fromString)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw HttpRefusal.badRequest("An id is a UUID.");
        }
    }
}
