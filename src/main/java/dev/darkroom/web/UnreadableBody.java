package dev.darkroom.web;

import java.io.UnsupportedEncodingException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A body that the server could not read: it is malformed, too slow, or was never sent to its end. The server throws bare
 * exceptions then, which only the place where they were thrown tells from errors of its own.
 */
final class UnreadableBody extends HttpRefusal {

    private static final String SERVER = "org.jboss.resteasy.reactive.server.";
    private static final String CHUNKS = "io.netty.handler.codec.http.";
    private static final String PARTS = "Param limit of";
    private static final String SILENCE = "Read timed out";

    private UnreadableBody(int status, String message) {
        super(status, message);
    }

    static Optional<UnreadableBody> causeOf(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause.getCause() == null)
                .filter(root -> isOfTheServersReading(root) || isOfItsChunks(root, thrown))
                .findFirst()
                .map(UnreadableBody::of);
    }

    /** A full disk is no fault of the body's. */
    private static boolean isOfTheServersReading(Throwable root) {
        StackTraceElement[] stack = root.getStackTrace();
        boolean thrownThere = stack.length > 0 && stack[0].getClassName().startsWith(SERVER);
        boolean closed = root.getClass().getName().startsWith("io.vertx.core.http.HttpClosed");
        return closed
                || (isReading(root)
                        && (thrownThere || root instanceof UnsupportedEncodingException)
                        && !(root instanceof FileSystemException));
    }

    /** Those are taken apart on another thread than the one that reads, which only passes on what went wrong there. */
    private static boolean isOfItsChunks(Throwable root, Throwable thrown) {
        StackTraceElement[] stack = root.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith(CHUNKS) && isReading(thrown);
    }

    private static boolean isReading(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name ->
                        name.startsWith(SERVER + "core.multipart.") || name.startsWith(SERVER + "vertx.VertxInput"));
    }

    private static UnreadableBody of(Throwable root) {
        String message = Objects.toString(root.getMessage(), "");
        if (message.startsWith(PARTS)) {
            return new UnreadableBody(413, "The form has more parts than this server takes in one request.");
        }
        if (message.equals(SILENCE)) {
            return new UnreadableBody(408, "The request took too long to arrive.");
        }
        return new UnreadableBody(400, "The form is malformed, or was not sent to its end.");
    }
}
