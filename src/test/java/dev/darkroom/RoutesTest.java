package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.darkroom.testing.Contract;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each route is in the OpenAPI document, or is listed here with the reason why it is not. */
class RoutesTest {

    /** Pages, and what their forms are sent to. */
    private static final Set<String> FOR_PEOPLE = Set.of(
            "GET /",
            "GET /stage",
            "POST /stage/reset",
            "POST /theme",
            "GET /signup",
            "GET /login",
            "POST /photos/{id}/delete",
            "GET /tour",
            "GET /source/{name}");

    /** Not there in a deployment. */
    private static final Set<String> FOR_LEARNING =
            Set.of("GET /compare", "GET /lab", "POST /lab/faults", "POST /lab/repair");

    /** Another company's, with a contract of its own. */
    private static final Set<String> THE_COMPANYS = Set.of(
            "POST /gateway/charges",
            "GET /gateway/charges/{key}",
            "POST /gateway/charges/{key}/void",
            "GET /gateway/ledger",
            "GET /gateway/ledger/{key}");

    @Test
    void each_route_is_in_the_document_or_not_meant_for_programs_and_none_is_in_it_that_is_not_there()
            throws IOException {
        Set<String> documented =
                new TreeSet<>(new Contract(document()).operations().keySet());
        documented.removeIf(operation -> operation.contains(" /q/"));
        Set<String> others = new TreeSet<>();
        Stream.of(FOR_PEOPLE, FOR_LEARNING, THE_COMPANYS).forEach(others::addAll);

        assertThat(documented).doesNotContainAnyElementsOf(others);
        documented.addAll(others);
        assertThat(documented).containsExactlyInAnyOrderElementsOf(routes());
    }

    private static String document() throws IOException {
        return Files.readString(java.nio.file.Path.of("src", "main", "resources", "META-INF", "openapi.yaml"));
    }

    /** As the resource classes have them. */
    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.darkroom").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface())
                        .map(JavaClass::reflect)
                        .forEach(
                                type -> Arrays.stream(type.getDeclaredMethods()).forEach(method -> verb(method)
                                        .ifPresent(verb -> routes.add(verb + " " + path(type, method)))));
        return routes;
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Class<?> type, Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = "/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        String plain = path.replaceAll("\\{(\\w+):[^}]*}", "{$1}").replaceAll("/+", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
