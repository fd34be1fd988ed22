package dev.darkroom.tour;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link from a document to a method: the address is that of the file, the text is {@code Class.method}.
 *
 * @param name of the class as the pages of the source have it
 */
record SourceLink(String name, String method) {

    private static final Pattern FILE = Pattern.compile("\\.\\./(main|test)/java/dev/darkroom/(\\S+)\\.java");

    /** Nothing for a link to anything else. */
    static Optional<SourceLink> of(String address, String text) {
        Matcher file = FILE.matcher(address);
        if (!file.matches()) {
            return Optional.empty();
        }
        String name = (file.group(1).equals("test") ? "test/" : "") + file.group(2);
        return Optional.of(new SourceLink(name, text.contains(".") ? text.substring(text.indexOf('.') + 1) : ""));
    }

    Source source() {
        return Source.of(name)
                .orElseThrow(() -> new IllegalStateException("the tour names " + name + ": there is none"));
    }

    /** Of the page that shows it. */
    String address() {
        return "/source/" + name + (method.isEmpty() ? "" : "?method=" + method + "#lit");
    }
}
