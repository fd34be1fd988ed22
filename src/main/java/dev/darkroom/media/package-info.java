/**
 * Photos: uploaded, stored, resized, shown and deleted.
 *
 * <p>This package knows nothing of payments, and of accounts only the owner's id. Read in this order:
 *
 * <ol>
 *   <li>{@link UploadResource}: accepts the valid files of a request and returns a reason for each rejected one;
 *   <li>{@link Upload}: checks and stores each file, then accepts all photos and their jobs in one transaction;
 *   <li>{@link PictureHeader}: width and height, read without decoding a pixel;
 *   <li>{@link Photo} and {@link ResizePhoto}: the record and the job;
 *   <li>{@link ResizePhotoHandler}: decodes once and makes each rendition from the one before;
 *   <li>{@link ThumbnailatorResizer}: decodes a picture when {@link DecodingMemory} has room for it;
 *   <li>{@link DiskFileStore}: publishes files atomically;
 *   <li>{@link PhotoResource}: the gallery, the status, the files.
 * </ol>
 *
 * <p>A job may run twice: a rendition's name consists of its size and the original's hash, so a second run publishes the
 * same file again. A photo may be deleted during a run: {@link PhotoDeletion} cancels the job, deletes the record and then
 * the files. The run is fenced and removes what it published after the deletion. {@link PhotoDeletion} also
 * sweeps the files that killed processes left behind.
 */
package dev.darkroom.media;
