package dev.darkroom.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.darkroom.testing.NamedTests;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each guard still fits the program: said by every build, and not only by the long one that takes them out. */
class GuardTest {

    static List<Guard> guards() {
        return Guard.all();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void each_guard_can_be_taken_out_of_the_source_as_it_is(Guard guard) {
        assertThat(guard.diffs().keySet()).isNotEmpty().allSatisfy(file -> {
            List<String> source = Files.readAllLines(file);
            assertThatCode(() -> assertThat(guard.takenOutOf(file, source)).isNotEqualTo(source))
                    .as("%s without its guard %s", file, guard.name())
                    .doesNotThrowAnyException();
        });
    }

    @ParameterizedTest
    @MethodSource("guards")
    void each_guard_names_a_test_that_is_there(Guard guard) {
        assertThat(NamedTests.in("`%s`".formatted(guard.testAsRead())))
                .singleElement()
                .matches(NamedTests.Named::isThere);
    }
}
