package dev.darkroom.media;

import java.util.UUID;

/** An original that is safely in the store, and not yet anybody's photo. */
record StoredPicture(UUID id, PictureName name, String contentHash, long bytes, PictureHeader header) {}
