package dev.darkroom.ffmpeg;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The programs of ffmpeg, unpacked from the jar into the home when the first video needs them. */
@ApplicationScoped
public class FfmpegPrograms {

    private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final String PLATFORM =
            (SYSTEM.startsWith("windows") ? "windows" : SYSTEM.startsWith("mac") ? "macosx" : "linux")
                    + (System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-x86_64");

    /** Libraries of screens and sound cards, which a server may lack. ffmpeg does not start without them, and calls none. */
    private static final List<String> UNUSED =
            List.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0", "libudev.so.1");

    private static final String ANY_LIBRARY = "libva-drm.so.2";

    private final URL program = FfmpegPrograms.class.getResource(
            "/org/bytedeco/ffmpeg/" + PLATFORM + "/ffmpeg" + (PLATFORM.startsWith("windows") ? ".exe" : ""));
    private final Path home;

    FfmpegPrograms(@ConfigProperty(name = "darkroom.home") Path home) {
        this.home = home.toAbsolutePath().resolve("ffmpeg");
    }

    void announce(@Observes StartupEvent event) {
        problem().ifPresent(sentence -> Logger.getLogger("darkroom").warn(sentence));
    }

    /** A sentence for visitors if there is no ffmpeg for this platform. */
    public Optional<String> problem() {
        return program != null
                ? Optional.empty()
                : Optional.of("Videos cannot be transcoded here: this jar brings no ffmpeg for " + PLATFORM + ".");
    }

    /** The version of ffmpeg and of its build, such as 8.1.2-1.5.14. */
    public String version() throws IOException {
        try (InputStream in =
                FfmpegPrograms.class.getResourceAsStream("/META-INF/maven/org.bytedeco/ffmpeg/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    /** Returns the folder with the programs. Only one thread of one process unpacks them. */
    synchronized Path folder() throws IOException {
        Path folder = home.resolve(version());
        if (Files.notExists(folder)) {
            Files.createDirectories(home);
            try (FileChannel lock = FileChannel.open(
                            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (Files.notExists(folder)) {
                    unpack(folder);
                }
            }
        }
        return folder;
    }

    /** The folder gets its name last: an unpacking that is cut off is not found, and done again over its files. */
    private void unpack(Path folder) throws IOException {
        Path part = Files.createDirectories(home.resolve("part"));
        JarURLConnection connection = (JarURLConnection) program.openConnection();
        connection.setUseCaches(false);
        String inJar = connection.getEntryName().replaceFirst("[^/]+$", "");
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream()
                    .filter(found -> found.getName().matches(inJar + "(?!.*jni)[^/]+"))
                    .toList()) {
                Path file = part.resolve(entry.getName().substring(inJar.length()));
                Files.copy(jar.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
                file.toFile().setExecutable(true);
            }
        }
        if (Files.exists(part.resolve(ANY_LIBRARY))) {
            for (String name : UNUSED) {
                Files.copy(part.resolve(ANY_LIBRARY), part.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
