package dev.darkroom.processes;

import java.util.stream.Stream;

/** Somebody who knows what must be true in the end, each of something else. */
interface Invariant {

    /** What is not as it must be, a sentence each; nothing if all is well. */
    Stream<String> complaints();
}
