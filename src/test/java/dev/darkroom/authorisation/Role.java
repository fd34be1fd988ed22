package dev.darkroom.authorisation;

/** Who asks. What is somebody's belongs to {@link #OWNER}. */
enum Role {
    ANONYMOUS,
    OWNER,
    OTHER,
    OPERATOR
}
