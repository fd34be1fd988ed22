package dev.darkroom;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The map of the packages: which may see which. A new dependency is an edit here, in the same commit. */
class DependencyRulesTest {

    private static final String ROOT = "dev.darkroom";

    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("jobs", Set.of()),
            entry("gateway", Set.of()),
            entry("embedded", Set.of()),
            entry("rabbitmq", Set.of("jobs")),
            entry("redis", Set.of("jobs")),
            entry("web", Set.of("jobs")),
            entry("status", Set.of("jobs", "web")),
            entry("board", Set.of("jobs", "web", "status")),
            entry("idempotency", Set.of("jobs", "web", "status")),
            entry("account", Set.of("jobs", "web", "status", "embedded")),
            entry("media", Set.of("jobs", "web", "status", "idempotency")),
            entry("ffmpeg", Set.of("jobs", "web", "media")),
            entry("video", Set.of("jobs", "web", "status", "idempotency", "media", "ffmpeg")),
            entry("s3", Set.of("media")),
            entry("billing", Set.of("jobs", "web", "status", "idempotency")),
            entry("tour", Set.of("jobs", "web", "status")),
            entry("lab", Set.of("jobs", "web", "status", "account", "media", "billing", "gateway", "embedded")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> each_package_knows_only_what_the_map_allows() {
        return MAY_KNOW.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> classes()
                        .that()
                        .resideInAPackage(ROOT + "." + name)
                        .should()
                        .onlyDependOnClassesThat(allowedFor(name))
                        .check(OURS)));
    }

    @Test
    void every_package_is_on_the_map() {
        classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(ROOT), MAY_KNOW.keySet().stream().map(name -> ROOT + "." + name))
                        .toArray(String[]::new))
                .check(OURS);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(OURS);
    }

    /** Leases and due times use the database's clock: processes may have different ones. */
    @Test
    void jobs_reads_only_the_clock_of_the_database() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".jobs")
                .should()
                .callMethodWhere(
                        target(nameMatching("now|currentTimeMillis")).and(target(owner(resideInAPackage("java..")))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Date.class)
                .check(OURS);
    }

    /** The connector's own package receives its messages. */
    @Test
    void only_jobs_and_connectors_see_reactive_messaging() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".jobs", ROOT + ".rabbitmq", ROOT + ".redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..", "io.smallrye.reactive.messaging..")
                .check(OURS);
    }

    /** ADR 0018. The lab's statement is the one without the fence. */
    @Test
    void only_two_classes_move_jobs() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java"))
                            .filter(DependencyRulesTest::movesJobs)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("JobTable.java", "HandOver.java", "FaultyJobTable.java");
        }
    }

    private static boolean movesJobs(Path source) {
        try {
            return Files.readString(source).matches("(?s).*(UPDATE job\\s+SET|INSERT INTO job \\().*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> allowedFor(String name) {
        Set<String> known = MAY_KNOW.get(name);
        return DescribedPredicate.describe("the map allows " + name + " to know", target -> {
            String home = target.getPackageName();
            return !home.startsWith(ROOT)
                    || home.equals(ROOT + "." + name)
                    || known.stream().anyMatch(one -> home.equals(ROOT + "." + one));
        });
    }
}
