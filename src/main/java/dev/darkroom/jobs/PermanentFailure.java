package dev.darkroom.jobs;

/** A failure that another try cannot mend; its message is meant for the visitor. */
public abstract class PermanentFailure extends RuntimeException {

    protected PermanentFailure(String message) {
        super(message);
    }

    protected PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
