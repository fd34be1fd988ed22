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

/** Many statuses at once, so that a gallery polls once. */
@Path("/status")
@Authenticated
public class StatusResource {

    /** Ids in one address: it stays short enough for a server to take it. */
    public static final int MOST = 200;

    private final List<RecordSource> sources;
    private final StatusReader reader;
    private final StatusResponses answer;
    private final CurrentVisitor visitor;

    StatusResource(
            @All List<RecordSource> sources, StatusReader reader, StatusResponses answer, CurrentVisitor visitor) {
        this.sources = sources;
        this.reader = reader;
        this.answer = answer;
        this.visitor = visitor;
    }

    /** Ids that are unknown, or somebody else's, are left out of the answer. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response many(@Context UriInfo address) {
        Map<String, List<UUID>> asked = asked(address.getQueryParameters());
        // In an order of its own: the sources come in any.
        Map<String, List<StatusView>> views = new TreeMap<>();
        for (RecordSource source : sources) {
            List<UUID> ids = asked.get(source.type());
            views.put(source.type(), ids.isEmpty() ? List.of() : views(source, ids));
        }
        boolean moving = views.values().stream().flatMap(List::stream).anyMatch(StatusView::moving);
        return answer.fresh(views, moving);
    }

    private Map<String, List<UUID>> asked(MultivaluedMap<String, String> query) {
        Map<String, List<UUID>> asked =
                sources.stream().collect(Collectors.toMap(RecordSource::type, source -> ids(query, source.type())));
        if (asked.values().stream().mapToInt(List::size).sum() > MOST) {
            throw HttpRefusal.badRequest("At most " + MOST + " ids at once.");
        }
        return asked;
    }

    /** In the order in which they are asked for, so that the same states are the same answer. */
    private List<StatusView> views(RecordSource source, List<UUID> ids) {
        return reader.read(source.find(ids, visitor.id())).stream()
                .sorted(Comparator.comparing(view -> ids.indexOf(view.id())))
                .toList();
    }

    private static List<UUID> ids(MultivaluedMap<String, String> query, String type) {
        List<String> texts = query.getOrDefault(type, List.of()).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .filter(text -> !text.isBlank())
                .toList();
        try {
            return texts.stream().map(UUID::fromString).toList();
        } catch (IllegalArgumentException e) {
            throw HttpRefusal.badRequest("An id is a UUID.");
        }
    }
}
