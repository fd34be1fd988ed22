package dev.darkroom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.media.ImageResizer.Decoded;
import dev.darkroom.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of picture comes out as a colour-managed viewer shows it. A line of {@code pictures/expect.tsv} names a file, the
 * size of the upright picture, and checks of the large rendition: {@code x,y=r,g,b,t} is a colour at a fraction of the width
 * and height, {@code ref=t} the mean difference to the pixels of a reference decoder, {@code lines=n} the dark lines that a
 * row across the middle crosses, {@code cut=off} a file that ends early.
 */
class PictureCasesTest {

    static final Path FOLDER = Path.of("src", "test", "resources", "pictures");
    private static final int MEMORY = 64 * 1024 * 1024;

    private final ImageResizer resizer = new ThumbnailatorResizer(new DecodingMemory(MEMORY));

    static Stream<String> cases() throws IOException {
        return Files.readAllLines(FOLDER.resolve("expect.tsv")).stream();
    }

    /** A WebP is decoded whole, and a large picture would be smaller. */
    static Stream<String> smallCases() throws IOException {
        return cases().filter(line -> !line.contains("webp") && !line.startsWith("thin-lines"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_picture_is_upright_and_has_the_colours_of_its_profile_on_white(String line) throws Exception {
        check(line, resizer);
    }

    /** With less memory than the picture takes, it is decoded in strips. */
    @ParameterizedTest
    @MethodSource("smallCases")
    void a_picture_looks_the_same_when_memory_is_short(String line) throws Exception {
        check(line, new ThumbnailatorResizer(new DecodingMemory(300_000)));
    }

    private static void check(String line, ImageResizer resizer) throws Exception {
        List<String> fields = List.of(line.split("\t"));
        Path file = FOLDER.resolve(fields.get(0));
        Decoded decoded = resizer.decode(file, Rendition.LARGE.edge);
        BufferedImage picture = jpeg(resizer, decoded.picture());
        int width = Integer.parseInt(fields.get(1));
        int height = Integer.parseInt(fields.get(2));
        double scale = Math.min(1, Rendition.LARGE.edge / (double) Math.max(width, height));
        assertThat(picture.getWidth()).isEqualTo((int) Math.round(width * scale));
        assertThat(picture.getHeight()).isEqualTo((int) Math.round(height * scale));
        assertThat(decoded.whole()).isEqualTo(!line.contains("cut=off"));
        PictureHeader header = PictureHeader.read(file);
        assertThat(List.of(header.uprightWidth(), header.uprightHeight())).containsExactly(width, height);
        for (String check : fields.subList(3, fields.size())) {
            String[] pair = check.split("=");
            switch (pair[0]) {
                case "cut" -> {}
                case "ref" -> assertReference(picture, file, Double.parseDouble(pair[1]));
                case "lines" -> assertThat(darkLines(picture)).isEqualTo(Integer.parseInt(pair[1]));
                default -> assertColour(picture, pair[0], pair[1]);
            }
        }
    }

    /** The file that a visitor gets. */
    private static BufferedImage jpeg(ImageResizer resizer, BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        resizer.encode(picture, out);
        return Pictures.decode(out.toByteArray());
    }

    private static void assertColour(BufferedImage picture, String place, String expected) {
        String[] at = place.split(",");
        String[] colour = expected.split(",");
        int rgb = picture.getRGB((int) (Double.parseDouble(at[0]) * picture.getWidth()), (int)
                (Double.parseDouble(at[1]) * picture.getHeight()));
        for (int band = 0; band < 3; band++) {
            assertThat(band(rgb, band))
                    .as("band %d at %s", band, place)
                    .isCloseTo(Integer.parseInt(colour[band]), within(Integer.parseInt(colour[3])));
        }
    }

    private static void assertReference(BufferedImage picture, Path file, double tolerance) throws IOException {
        BufferedImage reference = Pictures.decode(Files.readAllBytes(Path.of(file + ".ref.png")));
        for (int band = 0; band < 3; band++) {
            long difference = 0;
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    difference += Math.abs(band(picture.getRGB(x, y), band) - band(reference.getRGB(x, y), band));
                }
            }
            assertThat(difference / (double) (picture.getWidth() * picture.getHeight()))
                    .as("mean difference of band %d", band)
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private static int darkLines(BufferedImage picture) {
        int lines = 0;
        boolean inside = false;
        for (int x = 0; x < picture.getWidth(); x++) {
            boolean dark = band(picture.getRGB(x, picture.getHeight() / 2), 1) < 235;
            lines += dark && !inside ? 1 : 0;
            inside = dark;
        }
        return lines;
    }

    private static int band(int rgb, int band) {
        return rgb >> (16 - 8 * band) & 0xFF;
    }
}
