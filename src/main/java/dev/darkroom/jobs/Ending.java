package dev.darkroom.jobs;

/** How a run ended, before that is recorded. */
sealed interface Ending {

    record Succeeded(Object result) implements Ending {}

    record Failed(Failure failure) implements Ending {}

    /** Stopped by a drain: it did nothing wrong, and its attempt is given back. */
    record Released() implements Ending {}

    /** Another worker has the job: there is nothing to record. */
    record Fenced() implements Ending {}
}
