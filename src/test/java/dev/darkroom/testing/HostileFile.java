package dev.darkroom.testing;

import java.util.function.Supplier;

/**
 * A file that somebody uploads who does not mean well, or whose disk does not.
 *
 * @param what it is, as the report names it
 * @param name under which it is sent
 * @param type that the sender says it has
 * @param content made when it is needed
 */
public record HostileFile(String what, String name, String type, Supplier<byte[]> content, Outcome outcome) {

    /** Carried by whatever must not be found in a rendition. */
    public static final String STOWAWAY = "DARKROOM-STOWAWAY";

    /** What must become of it. */
    public enum Outcome {
        EMPTY(400),
        TOO_LARGE(413),
        NOT_A_PICTURE(415),
        NOT_PROCESSABLE(422),
        FAILED_WITHOUT_RETRY(202),
        DEVELOPED(201);

        private final int answer;

        Outcome(int answer) {
            this.answer = answer;
        }

        /** The status of the answer to the upload. */
        public int answer() {
            return answer;
        }

        public boolean isRefusal() {
            return answer >= 400;
        }
    }

    static HostileFile jpeg(String what, Outcome outcome, Supplier<byte[]> content) {
        return new HostileFile(what, "picture.jpg", "image/jpeg", content, outcome);
    }

    static HostileFile png(String what, Outcome outcome, Supplier<byte[]> content) {
        return new HostileFile(what, "picture.png", "image/png", content, outcome);
    }

    static HostileFile webp(String what, Outcome outcome, Supplier<byte[]> content) {
        return new HostileFile(what, "picture.webp", "image/webp", content, outcome);
    }

    static HostileFile other(String what, String name, String type, Outcome outcome, Supplier<byte[]> content) {
        return new HostileFile(what, name, type, content, outcome);
    }

    @Override
    public String toString() {
        return what;
    }
}
