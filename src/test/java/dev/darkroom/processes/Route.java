package dev.darkroom.processes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A route of the application, read from its resource classes.
 *
 * @param address with a value that does not exist for each variable
 * @param type the content type of the request
 */
record Route(Class<?> resource, String method, String address, String type) {

    /** All routes; signing out comes last. */
    static List<Route> all() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.darkroom").stream()
                        .filter(type -> !type.isInterface() && type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(Route::of)
                        .sorted(Comparator.comparing((Route route) -> route.address.equals("/logout"))
                                .thenComparing(Route::toString))
                        .toList();
    }

    private static Stream<Route> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> new Route(resource, verb.value(), address(resource, method), type(method))));
    }

    private static String address(Class<?> resource, Method method) {
        String pattern = "/" + path(resource) + "/" + path(method);
        return pattern.replaceAll("\\{name: [^}]*}", "jobs/Relay")
                .replaceAll("\\{\\w+: (\\w+)[^}]*}", "$1")
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString())
                .replaceAll("/+", "/")
                .replaceAll("(.)/$", "$1");
    }

    private static String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static String type(Method method) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        String type = consumes == null ? MediaType.APPLICATION_FORM_URLENCODED : consumes.value()[0];
        return type.equals(MediaType.MULTIPART_FORM_DATA) ? type + "; boundary=x" : type;
    }

    @Override
    public String toString() {
        return method + " " + address + " of " + resource.getSimpleName();
    }
}
