package dev.darkroom.media;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs.Acceptance;
import dev.darkroom.status.Status;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** An uploaded picture, and what became of it. */
@Entity
@DynamicUpdate
public class Photo extends PanacheEntityBase implements TrackedRecord {

    @Id
    UUID id;

    UUID ownerId;
    String name;
    String contentHash;
    int width;
    int height;

    /** Of the original; null of a photo that is older than quotas and was not weighed yet. */
    Long bytes;

    @Embedded
    WorkState processing;

    protected Photo() {}

    Photo(StoredPicture picture, UUID ownerId, Acceptance acceptance) {
        this.id = picture.id();
        this.ownerId = ownerId;
        this.name = picture.name().shown();
        this.contentHash = picture.contentHash();
        this.width = picture.header().width();
        this.height = picture.header().height();
        this.bytes = picture.bytes();
        this.processing = new WorkState(acceptance, Rendition.values().length);
    }

    static Optional<Photo> of(UUID id, UUID owner) {
        return find("id = ?1 and ownerId = ?2", id, owner).firstResultOptional();
    }

    /** In the order of the ids: the database would answer in whichever suits its plan. */
    static List<Photo> of(Collection<UUID> ids, UUID owner) {
        List<UUID> order = List.copyOf(ids);
        return Photo.<Photo>list("id in ?1 and ownerId = ?2", ids, owner).stream()
                .sorted(Comparator.comparing(photo -> order.indexOf(photo.id)))
                .toList();
    }

    static List<Photo> allOf(UUID owner) {
        return list("ownerId", owner);
    }

    static List<Photo> notWeighed() {
        return list("bytes is null");
    }

    static List<Photo> latestOf(UUID owner, int most) {
        return find("ownerId = ?1 order by processing.acceptedAt desc, id", owner)
                .page(0, most)
                .list();
    }

    /** The name of a rendition's file: it says what is in it, so it never changes and may be cached for ever. */
    String fileOf(Rendition rendition) {
        return rendition.label() + "-" + contentHash.substring(0, 16) + ".jpg";
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID ownerId() {
        return ownerId;
    }

    @Override
    public JobKind<?> kind() {
        return ResizePhoto.KIND;
    }

    @Override
    public WorkState processing() {
        return processing;
    }

    @Override
    public String statusPath() {
        return "/photos/" + id + "/status";
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("original", "/photos/" + id + "/original");
        if (processing.is(Status.COMPLETE)) {
            for (Rendition rendition : Rendition.values()) {
                links.put(rendition.label(), "/photos/" + id + "/" + rendition.label());
            }
        }
        return links;
    }
}
