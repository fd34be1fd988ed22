package dev.darkroom.media;

import dev.darkroom.jobs.Failure;

/** The disk is full, or a folder cannot be written to: somebody may mend that. */
class FileStoreFailure extends Failure.Transient {

    FileStoreFailure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
