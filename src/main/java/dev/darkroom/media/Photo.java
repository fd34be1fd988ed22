package dev.darkroom.media;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.status.TrackedRecord;
import dev.darkroom.status.WorkState;
import dev.darkroom.status.WorkState.Status;
import jakarta.persistence.Entity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** An uploaded picture and the state of its renditions. */
@Entity
@DynamicUpdate
public class Photo extends TrackedRecord {

    UUID ownerId;
    String name;
    String contentHash;
    int width;
    int height;
    String warning;

    protected Photo() {}

    Photo(PhotoUpload.StoredPicture picture, UUID ownerId, Jobs.Acceptance acceptance) {
        super(picture.id(), new WorkState(acceptance, Rendition.values().length));
        this.ownerId = ownerId;
        this.name = picture.name();
        this.contentHash = picture.contentHash();
        this.width = picture.header().uprightWidth();
        this.height = picture.header().uprightHeight();
    }

    static Optional<Photo> findOwned(UUID id, UUID owner) {
        return find("id = ?1 and ownerId = ?2", id, owner).firstResultOptional();
    }

    /** Returns the photos in the order of the ids. */
    static List<Photo> findOwned(Collection<UUID> ids, UUID owner) {
        List<UUID> order = List.copyOf(ids);
        return Photo.<Photo>list("id in ?1 and ownerId = ?2", ids, owner).stream()
                .sorted(Comparator.comparing(photo -> order.indexOf(photo.id)))
                .toList();
    }

    static List<Photo> findLatest(UUID owner, int limit) {
        return find("ownerId = ?1 order by work.acceptedAt desc, id", owner)
                .page(0, limit)
                .list();
    }

    /** The file name contains the original's hash, so its content never changes. */
    String fileName(Rendition rendition) {
        return rendition.label() + "-" + contentHash.substring(0, 16) + ".jpg";
    }

    @Override
    public JobKind<?> kind() {
        return ResizePhoto.KIND;
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
    public String warning() {
        return warning;
    }

    @Override
    public Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("original", "/photos/" + id + "/original");
        if (work.is(Status.COMPLETE)) {
            for (Rendition rendition : Rendition.values()) {
                links.put(rendition.label(), "/photos/" + id + "/" + rendition.label());
            }
        }
        return links;
    }
}
