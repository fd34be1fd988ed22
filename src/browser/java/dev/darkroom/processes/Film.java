package dev.darkroom.processes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.openqa.selenium.chrome.ChromeDriver;

/** A moving picture of a part of a page, at the pace at which it happened. */
final class Film {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final Duration LAST_FRAME = Duration.ofSeconds(3);
    private static final long EACH_MS = 80;
    /** Rows grow by a line or two when they are clicked. */
    private static final String PLACE =
            """
            const first = document.querySelector('.stage-controls').getBoundingClientRect();
            const last = document.querySelector('.stage-rows').getBoundingClientRect();
            return [last.left - 16, first.top - 16, last.width + 32, last.bottom - first.top + 128].map(Math.round);
            """;

    private record Frame(BufferedImage picture, long at) {}

    private final ChromeDriver driver;
    private final Map<String, Object> clip;
    private final List<Frame> frames = new ArrayList<>();

    @SuppressWarnings("unchecked")
    Film(ChromeDriver driver) {
        this.driver = driver;
        // High enough for all of it to be in the window.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1100, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
        List<Number> place = (List<Number>) driver.executeScript(PLACE);
        clip = Map.of(
                "x", place.get(0), "y", place.get(1), "width", place.get(2), "height", place.get(3), "scale", 0.75);
    }

    void rollUntil(BooleanSupplier over) {
        do {
            long begun = System.currentTimeMillis();
            frames.add(new Frame(shoot(), begun));
            while (System.currentTimeMillis() - begun < EACH_MS) {
                Thread.onSpinWait();
            }
        } while (!over.getAsBoolean());
    }

    /** Plays for ever. */
    void keep(Path file) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            try (ImageOutputStream out = ImageIO.createImageOutputStream(new File(file.toString()))) {
                writer.setOutput(out);
                writer.prepareWriteSequence(null);
                for (int i = 0; i < frames.size(); i++) {
                    long shown = i + 1 < frames.size()
                            ? frames.get(i + 1).at() - frames.get(i).at()
                            : LAST_FRAME.toMillis();
                    writer.writeToSequence(
                            new IIOImage(frames.get(i).picture(), null, timing(writer, shown, i == 0)), null);
                }
                writer.endWriteSequence();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }

    private BufferedImage shoot() {
        Object png = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "clip", clip))
                .get("data");
        try {
            return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IIOMetadata timing(ImageWriter writer, long millis, boolean first) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(frames.get(0).picture()), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = (IIOMetadataNode)
                root.getElementsByTagName("GraphicControlExtension").item(0);
        control.setAttribute("delayTime", Long.toString(millis / 10));
        control.setAttribute("disposalMethod", "none");
        if (first) {
            root.appendChild(endless());
        }
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode endless() {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[] {1, 0, 0});
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }
}
