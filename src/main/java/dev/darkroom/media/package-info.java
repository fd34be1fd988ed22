/**
 * Photos: taken in, stored, resized, shown and deleted.
 *
 * <p>It knows nothing of payments, and of accounts only the id of an owner. Files are behind {@link FileStore} and
 * pixels behind {@link ImageResizer}, so the job reads as what it is: three renditions, one after the other.
 *
 * <p>Read first, in this order:
 *
 * <ol>
 *   <li>{@link UploadResource}: several files in one request, of which the good ones are taken;
 *   <li>{@link Upload}: each file is checked and stored first, then one transaction accepts all photos and their
 *       jobs;
 *   <li>{@link PictureHeader}: width and height are read without decoding a pixel, since a small file may unpack to
 *       gigabytes;
 *   <li>{@link Photo} and {@link ResizePhoto}: the record, and the job;
 *   <li>{@link ResizePhotoHandler}: decodes once, and makes each rendition from the one before;
 *   <li>{@link ThumbnailatorResizer} decodes as much of a picture as is needed, when {@link DecodingMemory} has room
 *       for it;
 *   <li>{@link DiskFileStore}: a file is there whole or not at all;
 *   <li>{@link PhotoResource}: the gallery, the status, the files.
 * </ol>
 *
 * <p>Why it may run twice: a rendition's name is made of its size and the hash of the original, so a second run
 * publishes the same file again. Two runs at the same time never write to the same temporary file, because its name
 * carries the lease token; what they rename into place is complete and synced.
 *
 * <p>Why deleting is safe: {@link PhotoDeletion} cancels the job before it removes the record, in the order in which settling
 * locks them, and the files go last. A run that is still at work finds itself fenced and removes what it published;
 * {@link FileSweeper} takes what is left when a process died in between.
 */
package dev.darkroom.media;
