package dev.darkroom;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** compose.yaml and the script {@code docker/fleet} fit the settings that exist, and themselves. */
class ComposeTest {

    private static final Path COMPOSE = Path.of("docker", "compose.yaml");
    private static final Path SETTINGS = Path.of("src", "docs", "settings.md");

    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    private static final Pattern ADDRESS = Pattern.compile("//(\\w+):(\\d+)");
    private static final Pattern OPTION = Pattern.compile("-D((?:darkroom|quarkus)\\.[a-z0-9.-]+|rabbitmq-[a-z]+)=");

    /** @param application whether it runs our jar, not the image of another program */
    private record Service(boolean application, Map<String, Object> content) {

        Map<String, String> environment() {
            Map<String, String> variables = new TreeMap<>();
            map(content, "environment").forEach((name, value) -> variables.put(name, value.toString()));
            return variables;
        }

        Set<String> dependencies() {
            return map(content, "depends_on").keySet();
        }

        /** The servers that its settings name, with their ports. */
        Map<String, String> servers() {
            Map<String, String> servers = new TreeMap<>();
            environment().forEach((name, value) -> {
                ADDRESS.matcher(value).results().forEach(found -> servers.put(found.group(1), found.group(2)));
                if (name.endsWith("_HOST")) {
                    servers.put(value, environment().get(name.replaceFirst("HOST$", "PORT")));
                }
            });
            return servers;
        }

        Duration time(String key) {
            return duration(String.valueOf(content.get(key)));
        }
    }

    private final Map<String, Service> services = new TreeMap<>();

    ComposeTest() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(COMPOSE));
        map(file, "services").keySet().forEach(name -> {
            Map<String, Object> content = map(map(file, "services"), name);
            services.put(name, new Service(content.containsKey("build"), content));
        });
    }

    @Test
    void each_variable_of_the_application_is_a_setting() throws IOException {
        assertThat(applications()).isNotEmpty();
        Set<String> variables = applications().stream()
                .flatMap(process -> process.environment().keySet().stream())
                .collect(toCollection(TreeSet::new));

        variables.removeAll(knownVariables());
        assertThat(variables).as("unknown").isEmpty();
    }

    @Test
    void each_option_of_the_script_is_a_setting() throws IOException {
        Set<String> options = OPTION.matcher(Files.readString(Path.of("docker", "fleet")))
                .results()
                .map(option -> variable(option.group(1)))
                .collect(toCollection(TreeSet::new));

        assertThat(options).contains("DARKROOM_ROLE", "QUARKUS_DATASOURCE_JDBC_URL");
        options.removeAll(knownVariables());
        assertThat(options).as("unknown").isEmpty();
    }

    @Test
    void each_server_is_a_service_at_that_port_and_waited_for() {
        services.forEach((name, service) -> service.servers().forEach((server, port) -> {
            assertThat(services).as(name).containsKey(server);
            assertThat((List<?>) services.get(server).content().get("expose"))
                    .as(server)
                    .hasToString("[" + port + "]");
            if (!server.equals(name)) {
                assertThat(service.dependencies()).as(name).contains(server);
            }
        }));
        assertThat(services.get("worker2").servers())
                .containsOnlyKeys("mail", "postgres", "rabbitmq", "redis", "s3", "web");
    }

    @Test
    void each_dependency_is_a_service_whose_health_is_checked() {
        services.forEach(
                (name, service) -> assertThat(services.keySet()).as(name).containsAll(service.dependencies()));
        assertThat(services.values()).allSatisfy(service -> assertThat(service.content())
                .containsKey("healthcheck")
                .containsEntry("restart", "unless-stopped"));
    }

    @Test
    void each_volume_is_declared() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(COMPOSE));
        Set<String> mounted = services.values().stream()
                .map(service -> (List<?>) service.content().getOrDefault("volumes", List.of()))
                .flatMap(Collection::stream)
                .map(volume -> volume.toString().replaceFirst(":.*", ""))
                .collect(toCollection(TreeSet::new));

        assertThat(map(file, "volumes").keySet()).containsExactlyInAnyOrderElementsOf(mounted);
    }

    @Test
    void a_profile_has_the_broker_of_its_name() {
        services.forEach((name, service) -> {
            boolean broker = Set.of("rabbitmq", "redis").contains(name);
            assertThat(service.content().get("profiles")).as(name).isEqualTo(broker ? List.of(name) : null);
        });
    }

    @Test
    void a_process_is_given_more_time_to_stop_than_it_takes() throws IOException {
        Duration drain =
                duration(SettingsTest.rows().get("darkroom.drain.grace").usual().replace("`", ""));
        assertThat(applications()).allSatisfy(process -> {
            assertThat(process.environment()).doesNotContainKey("DARKROOM_DRAIN_GRACE");
            assertThat(process.time("stop_grace_period")).isGreaterThan(drain.plusSeconds(10));
        });
    }

    private List<Service> applications() {
        return services.values().stream().filter(Service::application).toList();
    }

    /** The settings of Darkroom and of Quarkus as variables, and the other variables in settings.md. */
    private static Set<String> knownVariables() throws IOException {
        return Stream.of(
                        SettingsTest.rows().keySet().stream(),
                        settingsOfQuarkus().stream(),
                        VARIABLE.matcher(Files.readString(SETTINGS)).results().map(found -> found.group(1)))
                .flatMap(names -> names)
                .map(ComposeTest::variable)
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> settingsOfQuarkus() throws IOException {
        Set<String> names = new TreeSet<>();
        for (URL list : Collections.list(
                ComposeTest.class.getClassLoader().getResources("META-INF/quarkus-config-roots.list"))) {
            try (InputStream classes = list.openStream()) {
                for (String name : new String(classes.readAllBytes()).lines().toList()) {
                    names.addAll(ConfigClass.configClass(Class.forName(name))
                            .getProperties()
                            .keySet());
                }
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return names;
    }

    /** The variable that sets a setting. */
    private static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.getOrDefault(key, Map.of());
    }
}
