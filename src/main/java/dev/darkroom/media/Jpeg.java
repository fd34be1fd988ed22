package dev.darkroom.media;

import java.awt.image.BufferedImage;
import net.coobird.thumbnailator.Thumbnails;

/** How renditions are encoded. */
final class Jpeg {

    private static final double QUALITY = 0.82;

    private Jpeg() {}

    static FileStore.Content writer(BufferedImage picture) {
        return out -> Thumbnails.of(picture)
                .scale(1)
                .outputFormat("jpg")
                .outputQuality(QUALITY)
                .toOutputStream(out);
    }
}
