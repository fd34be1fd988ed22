package dev.darkroom.media;

/**
 * What a picture is called. Names come from strangers, and are only ever shown: no path, nothing that is not seen, no
 * turning round of what stands beside it, not endless.
 *
 * @param shown never empty; at most 120 characters
 */
record PictureName(String shown) {

    private static final String UNTITLED = "untitled";
    private static final int LONGEST = 120;

    /**
     * Control and format characters, among them those that turn the direction of the text (U+202A to U+202E, U+2066 to
     * U+2069), halves of a pair, what means nothing, and line separators. Joiners stay: a family emoji, and Persian, are
     * written with them.
     */
    private static final String UNSEEN = "[\\p{C}\\p{Zl}\\p{Zp}&&[^\\p{IsJoin_Control}]]";

    private static final String EMPTY_AT_AN_END = "^[\\p{Z}\\p{IsJoin_Control}]+|[\\p{Z}\\p{IsJoin_Control}]+$";

    /** @param shown as it was sent; null if it was not */
    PictureName {
        String last =
                shown == null ? "" : shown.substring(Math.max(shown.lastIndexOf('/'), shown.lastIndexOf('\\')) + 1);
        String seen = last.replaceAll(UNSEEN, "").replaceAll(EMPTY_AT_AN_END, "");
        shown = seen.isEmpty() ? UNTITLED : beginning(seen);
    }

    @Override
    public String toString() {
        return shown;
    }

    /** Never half of a character. */
    private static String beginning(String text) {
        int characters = text.codePointCount(0, text.length());
        return characters <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
