package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** settings.md lists every declared setting, and no other, with its real defaults. */
class SettingsTest {

    private static final Pattern ROW = Pattern.compile("\\| `(darkroom\\S+)` \\| (.*) \\| (.*) \\| .+ \\|");

    /** Settings that are read without a mapping. */
    private static final Set<String> UNMAPPED = Set.of(
            "darkroom.home",
            "darkroom.postgres.port",
            "darkroom.role",
            "darkroom.transport",
            "darkroom.storage",
            "darkroom.dispatch.default");

    private final Properties properties = new Properties();

    record Row(String usual, String deployed) {}

    SettingsTest() throws IOException {
        try (Reader file = Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
            properties.load(file);
        }
    }

    @Test
    void each_declared_setting_has_a_row_and_each_row_a_setting() throws IOException {
        Set<String> declared = new TreeSet<>(declared().keySet());
        declared.addAll(UNMAPPED);

        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void the_defaults_are_real() throws IOException {
        Map<String, Row> rows = rows();
        assertThat(rows).isNotEmpty();
        declared().forEach((setting, inCode) -> {
            String usual = properties.getProperty(setting, inCode);
            if (usual != null) {
                assertThat(rows.get(setting).usual()).as(setting).isEqualTo("`" + usual + "`");
            }
        });
    }

    @Test
    void the_defaults_of_a_deployment_are_real() throws IOException {
        rows().forEach((setting, row) -> {
            String deployed = properties.getProperty("%closed." + setting);
            if (deployed != null || row.deployed().startsWith("`")) {
                assertThat(row.deployed()).as(setting).isEqualTo("`" + deployed + "`");
            }
        });
    }

    static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("src", "docs", "settings.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), new Row(row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    /** Each setting with its default in the code, or null. */
    private Map<String, String> declared() {
        Map<String, String> declared = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.darkroom").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(type -> declared.putAll(
                                ConfigClass.configClass(type.reflect()).getProperties()));
        declared.remove("darkroom.lanes.*.concurrency");
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("darkroom.lanes."))
                .forEach(lane -> declared.put(lane, null));
        return declared;
    }
}
