/**
 * Photos: uploaded, stored, resized, shown and deleted; and what other uploaded files share with them.
 *
 * <p>This package knows nothing of payments, and of accounts only the owner's id.
 *
 * <p>Read {@link PhotoResource}, {@link Uploads} with {@link UploadType}, {@link PhotoUpload}, {@link PictureHeader},
 * {@link Photo}, {@link ResizePhoto}, {@link ResizePhotoHandler}, {@link ThumbnailatorResizer} with {@link DecodingMemory},
 * {@link PictureDecoder} with {@link ReducedPicture}, {@link DiskFileStore} and {@link FileResponses}, in this order.
 *
 * <p>A job may run twice: a rendition's name consists of its size and the original's hash, so a second run publishes the
 * same file again, or in a bucket the same content under a key of its own. A photo may be deleted during a run:
 * {@link RecordDeletion} cancels the job, deletes the record and then the files. The run is fenced and removes what it
 * published after the deletion. {@link RecordDeletion} also sweeps the files that no record names.
 */
package dev.darkroom.media;
