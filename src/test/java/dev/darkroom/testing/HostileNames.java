package dev.darkroom.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names that somebody gives his picture, and what of each may be shown. */
public final class HostileNames {

    private static final int LONGEST = 120;

    private HostileNames() {}

    /** By what is sent. Java's own escapes, since what is not seen is better spelt out. */
    public static Map<String, String> all() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("../../x", "x");
        names.put("..\\..\\x.jpg", "x.jpg");
        names.put("/etc/passwd", "passwd");
        names.put("C:\\Users\\ada\\cat.jpg", "cat.jpg");
        names.put("C:cat.jpg", "C:cat.jpg");
        names.put("..", "..");
        names.put("/", "untitled");
        names.put("", "untitled");
        names.put("   ", "untitled");
        names.put("\u00A0\u3000", "untitled");
        names.put("a\0b.jpg", "ab.jpg");
        names.put("a\u0007b\u001Bc\u007Fd\u0085e.jpg", "abcde.jpg");
        names.put("a\u2028b\u2029c.jpg", "abc.jpg");
        names.put("photo\u202Egpj.exe", "photogpj.exe");
        names.put("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C.jpg", ".jpg");
        names.put("soft\u00ADhy\u200Bphen\uFEFF.jpg", "softhyphen.jpg");
        names.put("half\uD83D.jpg", "half.jpg");
        names.put("\u200D\u200C", "untitled");
        names.put("\uD83D\uDC69\u200D\uD83D\uDC67.jpg", "\uD83D\uDC69\u200D\uD83D\uDC67.jpg");
        names.put("\uD83D\uDE80\uD83C\uDF89.png", "\uD83D\uDE80\uD83C\uDF89.png");
        names.put(
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.jpg",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.jpg");
        names.put("\u05E9\u05DC\u05D5\u05DD.jpg", "\u05E9\u05DC\u05D5\u05DD.jpg");
        names.put("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg");
        names.put("a".repeat(5000), "a".repeat(LONGEST));
        names.put("x" + "\uD83D\uDE80".repeat(2500), "x" + "\uD83D\uDE80".repeat(LONGEST - 1));
        return names;
    }
}
