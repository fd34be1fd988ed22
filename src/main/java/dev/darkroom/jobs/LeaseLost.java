package dev.darkroom.jobs;

/** Another worker has the job by now, or nobody wants it any more: this run must leave it alone. */
class LeaseLost extends RuntimeException {

    LeaseLost() {
        super("the lease is lost");
    }
}
