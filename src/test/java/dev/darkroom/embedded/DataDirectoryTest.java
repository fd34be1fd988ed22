package dev.darkroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void the_session_key_is_random_stays_and_is_its_owners_alone() throws IOException {
        String key;
        try (DataDirectory home = DataDirectory.open(folder, true)) {
            key = home.key("session.key");
        }

        try (DataDirectory home = DataDirectory.open(folder, true)) {
            assertThat(home.key("session.key")).isEqualTo(key);
            assertThat(home.key("another.key")).isNotEqualTo(key);
        }
        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        Path stored = folder.resolve("session.key");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }
}
