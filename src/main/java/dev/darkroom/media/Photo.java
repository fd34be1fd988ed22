package dev.darkroom.media;

import dev.darkroom.jobs.JobKind;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.status.WorkState;
import jakarta.persistence.Entity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;

/** An uploaded picture and the state of its renditions. */
@Entity
@DynamicUpdate
public class Photo extends UploadedRecord {

    /** The start of the names of its renditions; empty before the end of the run that made them. */
    String prefix = "";

    protected Photo() {}

    Photo(UploadType.Stored<PictureHeader> picture, UUID ownerId, Jobs.Acceptance acceptance) {
        super(picture, ownerId, new WorkState(acceptance, Rendition.values().length));
        this.width = picture.header().uprightWidth();
        this.height = picture.header().uprightHeight();
    }

    /** The file name contains the original's hash, so its content never changes. */
    String fileName(Rendition rendition) {
        return prefix + rendition.label() + "-" + contentHash.substring(0, 16) + ".jpg";
    }

    @Override
    public Set<String> lastingFiles() {
        Stream<String> renditions = Stream.of(Rendition.values()).map(this::fileName);
        Stream<String> all = Stream.concat(Stream.of(FileStore.ORIGINAL), renditions);
        return all.filter(file -> !work.isCancelled()).collect(Collectors.toSet());
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
    public Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("original", "/photos/" + id + "/original");
        if (work.is(WorkState.Status.COMPLETE)) {
            for (Rendition rendition : Rendition.values()) {
                links.put(rendition.label(), "/photos/" + id + "/" + rendition.label());
            }
        }
        return links;
    }
}
