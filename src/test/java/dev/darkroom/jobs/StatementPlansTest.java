package dev.darkroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL finds the rows of every statement by an index, whatever it knows of the table. */
@QuarkusTest
class StatementPlansTest {

    private static final Pattern STATEMENT = Pattern.compile("^\\s*(WITH|SELECT|UPDATE|DELETE|INSERT)\\b.*\\bjob\\b.*");

    @Inject
    Statements database;

    /** Copies of the tables, with their indexes and without statistics, until the transaction is rolled back. */
    @BeforeEach
    void copy_the_tables() {
        QuarkusTransaction.begin();
        execute("CREATE SCHEMA plans");
        execute("CREATE TABLE plans.job (LIKE public.job INCLUDING ALL)");
        execute("CREATE TABLE plans.job_event (LIKE public.job_event INCLUDING ALL)");
        execute("SET LOCAL search_path = plans, public");
        execute("SET LOCAL plan_cache_mode = force_generic_plan");
    }

    @AfterEach
    void roll_back() {
        QuarkusTransaction.rollback();
    }

    @ParameterizedTest
    @EnumSource
    void no_statement_reads_the_whole_table_or_walks_an_index(Table table) throws IllegalAccessException {
        table.changes.forEach(this::execute);

        for (Field constant : constants()) {
            constant.setAccessible(true);
            if (constant.getType() == String.class
                    && STATEMENT
                            .matcher(((String) constant.get(null)).replace('\n', ' '))
                            .matches()) {
                String plan = plan(((String) constant.get(null)).replace("%d", "10"));
                assertThat(plan).as(constant.getName()).doesNotContain("Seq Scan on job");
                if (plan.contains("(id = ")) {
                    assertThat(plan).as(constant.getName()).contains("Index Cond: (id = ");
                }
                if (constant.getName().equals("CLAIM")) {
                    assertThat(plan).contains("Index Cond: (id = ANY").doesNotContain("job_due", "one_job_per_key");
                }
            }
        }
    }

    /** Many jobs of a status, with their places in the queue; and what a lane has finished lately. */
    @ParameterizedTest
    @EnumSource
    void reading_jobs_scans_neither_table_nor_all_finished_jobs(Table table) {
        table.changes.forEach(this::execute);

        assertThat(plan(JobReader.FIND)).doesNotContain("Seq Scan on job");
        assertThat(plan(LaneReader.LOAD)).containsPattern("Index Cond: \\(\\(finished_at >= .* AND \\(finished_at < ");
    }

    private static List<Field> constants() {
        return Stream.of(
                        JobTable.class,
                        HandOver.class,
                        JobRescuer.class,
                        JobNotes.class,
                        JobReader.class,
                        JobList.class,
                        LaneReader.class)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .toList();
    }

    @Test
    void each_move_on_a_timeline_is_a_method_of_the_table() {
        List<String> methods = Stream.of(JobTable.class, HandOver.class)
                .flatMap(table -> Stream.of(table.getDeclaredMethods()))
                .map(Method::getName)
                .toList();

        assertThat(HandOver.STATEMENTS).containsKeys("claim", "pick");
        assertThat(methods).containsAll(HandOver.STATEMENTS.keySet());
    }

    private String plan(String statement) {
        Map<String, Object> parameters = new HashMap<>();
        for (String text :
                List.of("lane", "process", "detail", "error", "kind", "key", "step", "group", "text", "transport")) {
            parameters.put(text, "text");
        }
        for (String number : List.of("lease", "longest", "delay", "age", "left")) {
            parameters.put(number, 1000L);
        }
        for (String number : List.of("maxAttempts", "maxCrashes", "round", "attempt", "searched", "outstanding")) {
            parameters.put(number, 1);
        }
        parameters.put("at", null);
        for (String ids : List.of("ids", "tokens")) {
            parameters.put(ids, List.of(UUID.randomUUID(), UUID.randomUUID()));
        }
        for (String texts : List.of("kinds", "keys", "payloads", "owners", "subjects")) {
            parameters.put(texts, List.of("one", "two"));
        }
        parameters.put("states", Arrays.asList(Job.State.values()));
        parameters.put("lanes", Arrays.asList(Lane.values()));
        for (String id : List.of("id", "token", "before", "lowest", "highest")) {
            parameters.put(id, UUID.randomUUID());
        }
        for (String flag : List.of("retryable", "onlyNew")) {
            parameters.put(flag, true);
        }
        return String.join("\n", database.query("EXPLAIN " + statement, parameters, row -> row.getString(1)));
    }

    private void execute(String statement) {
        database.update(statement, Map.of());
    }

    enum Table {
        FRESH(),
        /** A plan that is made now is kept when the table grows. */
        SMALL(insert("'COMPLETE', now()", 300), insert("'QUEUED', NULL", 300), "ANALYZE job"),
        ANALYSED(insert("'COMPLETE', now()", 20_000), insert("'QUEUED', NULL", 20_000), "ANALYZE job"),
        CHURNED(
                insert("'QUEUED', NULL", 20_000),
                "ANALYZE job",
                "UPDATE job SET run_at = now()",
                "UPDATE job SET state = 'COMPLETE', finished_at = now()",
                insert("'QUEUED', NULL", 100));

        private final List<String> changes;

        Table(String... changes) {
            this.changes = Arrays.asList(changes);
        }

        private static String insert(String state, int rows) {
            return "INSERT INTO job (id, kind, key, lane, payload, owner, subject, state, finished_at)"
                    + " SELECT gen_random_uuid(), 'text', gen_random_uuid(), 'MAIL', '{}', 'ada', 'mail', " + state
                    + " FROM generate_series(1, " + rows + ")";
        }
    }
}
