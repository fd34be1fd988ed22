package dev.darkroom.jobs;

/** Hands a piece of work on, inside the transaction that creates its record. Three siblings, one for each mode. */
interface Dispatch {

    <P extends JobPayload> void dispatch(JobKind<P> kind, P payload);
}
