package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The jobs that the board lists, and their numbers. */
@ApplicationScoped
public class JobList {

    /** The jobs of a page of the board. */
    public static final int MOST_LISTED = 100;

    /** Finished jobs are counted up to this number, in each kind and state. */
    public static final int MOST_COUNTED = 1000;

    /** A text is searched in the latest jobs of each kind and state, up to this number. */
    public static final int MOST_SEARCHED = 2000;

    private static final String SILENT = "leased_until < now() + :left * interval '1 millisecond'";

    private static final String NEEDS_ATTENTION =
            "(job.state = 'DEAD' OR job.state = 'QUEUED' AND (attempt > 1 OR run_at < now() - interval '1 minute')"
                    + " OR job.state = 'RUNNING' AND (attempt > 2 OR " + SILENT + "))";

    private static final String IN_GROUP =
            "(:group <> 'ATTENTION' OR " + NEEDS_ATTENTION + ")" + " AND (:group <> 'RETRYING' OR attempt > 0)";

    /** The beginning of an id is a range of ids, which is empty if the text cannot be one. */
    private static final String ID_FOUND = "id BETWEEN :lowest AND :highest";

    /** The plain collation compares ten times as fast; it ignores the case of a to z only. */
    private static final String TEXT_FOUND =
            "(:text = '' OR (finished_at IS NULL OR finished_at > now() - interval '24 h')"
                    + " AND (strpos(lower(subject COLLATE \"C\"), :text) > 0 OR strpos(lower(last_error COLLATE \"C\"), :text) > 0))";

    static final String LIST = list(Owners.ALL);
    static final String LIST_OF_OWNERS = list(Owners.SOME);
    static final String COUNT = count(Owners.ALL);
    static final String COUNT_OF_OWNERS = count(Owners.SOME);
    static final String KINDS = chosen(Owners.ALL) + " SELECT DISTINCT kind FROM chosen ORDER BY kind";

    private final Statements database;
    private final long left;

    JobList(Statements database, JobSettings settings) {
        this.database = database;
        this.left = settings.silentLease().toMillis();
    }

    /** How a statement reads the jobs of everybody, or of some owners. */
    private record Owners(String columns, String rows, String condition) {

        static final Owners ALL = new Owners("lane, kind, state", "", "");
        static final Owners SOME = new Owners(
                "lane, kind, state, owner",
                " CROSS JOIN unnest(CAST(:owners AS text[])) AS mine (owner)",
                " AND owner = chosen.owner");
    }

    /**
     * The lanes, kinds and states to read, even those that only a newer version knows. Each step of the recursion reads one
     * entry of an index.
     */
    private static String chosen(Owners owners) {
        return """
            WITH RECURSIVE every_kind AS (
                   (SELECT lane, kind, state FROM job ORDER BY lane, kind, state LIMIT 1)
                    UNION ALL
                   SELECT next.* FROM every_kind AS last CROSS JOIN LATERAL (
                     SELECT lane, kind, state FROM job WHERE (lane, kind, state) > (last.lane, last.kind, last.state)
                      ORDER BY lane, kind, state LIMIT 1) AS next),
                 chosen AS MATERIALIZED (
                   SELECT %s FROM every_kind%s
                    WHERE :lane IN ('', lane) AND :kind IN ('', kind)
                      AND (:group = 'ALL' OR state = ANY (CAST(:states AS text[]))))"""
                .formatted(owners.columns, owners.rows);
    }

    /** Reads each kind and state in the order of the index, and the ids that begin with the text in theirs. */
    private static String list(Owners owners) {
        return chosen(owners)
                + """
            ,
                 after AS MATERIALIZED (
                   SELECT coalesce((SELECT seq FROM job WHERE id = CAST(:before AS uuid)), 9223372036854775807) AS place)
            SELECT found.* FROM chosen CROSS JOIN after CROSS JOIN LATERAL (
              SELECT * FROM (
                SELECT * FROM job
                 WHERE lane = chosen.lane AND kind = chosen.kind AND state = chosen.state%1$s AND seq < after.place
                 ORDER BY seq DESC LIMIT :searched) AS job
               WHERE %3$s AND %4$s AND NOT %5$s LIMIT %6$d) AS found
             UNION ALL
            SELECT job.* FROM after CROSS JOIN (
              SELECT * FROM job WHERE %5$s ORDER BY id LIMIT 1000) AS job
             WHERE (%2$s) IN (SELECT %2$s FROM chosen) AND seq < after.place AND %3$s
             ORDER BY seq DESC LIMIT %6$d"""
                        .formatted(owners.condition, owners.columns, IN_GROUP, TEXT_FOUND, ID_FOUND, MOST_LISTED + 1);
    }

    /**
     * The numbers of jobs, of those that have run, and of those that need attention; the last two only of unfinished jobs,
     * because the index knows all about the others. The order makes PostgreSQL read it, whatever it expects to find.
     */
    private static String count(Owners owners) {
        return chosen(owners)
                + """

            SELECT chosen.state, CAST(sum(jobs) AS bigint), CAST(sum(retrying) AS bigint), CAST(sum(attention) AS bigint)
              FROM chosen
             CROSS JOIN LATERAL (
                   SELECT count(*) AS jobs FROM (
                     SELECT FROM job WHERE %1$s
                      ORDER BY seq DESC
                      LIMIT CASE WHEN chosen.state IN ('QUEUED', 'RUNNING') THEN NULL ELSE %2$d END) AS found) AS counted
             CROSS JOIN LATERAL (
                   SELECT count(*) FILTER (WHERE attempt > 0) AS retrying, count(*) FILTER (WHERE %3$s) AS attention
                     FROM job WHERE %1$s AND chosen.state IN ('QUEUED', 'RUNNING')) AS watched
             GROUP BY chosen.state"""
                        .formatted(
                                "lane = chosen.lane AND kind = chosen.kind AND job.state = chosen.state"
                                        + owners.condition,
                                MOST_COUNTED + 1,
                                NEEDS_ATTENTION);
    }

    /** The jobs that the board lists together: those of a state, or of some of its states. */
    public enum Group implements Labelled {
        ALL,
        /** Failed, retried more than once, without a sign of its worker, or due for more than a minute. */
        ATTENTION(Job.State.QUEUED, Job.State.RUNNING, Job.State.DEAD),
        QUEUED(Job.State.QUEUED),
        RUNNING(Job.State.RUNNING),
        /** Queued again after a run. */
        RETRYING(Job.State.QUEUED),
        COMPLETE(Job.State.COMPLETE),
        DEAD(Job.State.DEAD),
        CANCELLED(Job.State.CANCELLED);

        private final Set<Job.State> states;

        Group(Job.State... states) {
            this.states = Set.of(states);
        }
    }

    /**
     * The jobs to list.
     *
     * @param owners null for everybody
     * @param lane null for all
     * @param kind empty for all
     * @param text the beginning of an id, or a part of the subject or error of a job that is unfinished or finished within a
     *     day; empty for all
     * @param before the job after which the list begins; null, or a job that is gone, for the latest
     */
    public record Query(Collection<String> owners, Group group, Lane lane, String kind, String text, UUID before) {

        private static final String ID = "00000000-0000-0000-0000-000000000000";
        private static final Pattern HEX = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

        /** Shorter texts are the beginning of too many ids. */
        private static final int SHORTEST_ID = 4;

        private Map<String, Object> parameters() {
            boolean id = text.length() >= SHORTEST_ID && HEX.matcher(id('0')).matches();
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("owners", owners);
            parameters.put("group", group.name());
            parameters.put("states", group.states);
            parameters.put("lane", lane == null ? "" : lane.name());
            parameters.put("kind", kind);
            parameters.put("text", text.toLowerCase(Locale.ROOT));
            parameters.put("lowest", UUID.fromString(id ? id('0') : ID.replace('0', 'f')));
            parameters.put("highest", UUID.fromString(id ? id('f') : ID));
            parameters.put("searched", text.isEmpty() ? Integer.MAX_VALUE : MOST_SEARCHED);
            parameters.put("before", before);
            return parameters;
        }

        /** The text as an id that ends with this digit. */
        private String id(char digit) {
            return text + ID.substring(Math.min(text.length(), ID.length())).replace('0', digit);
        }
    }

    /** The number of jobs in each group. A number of finished jobs above {@link #MOST_COUNTED} means more than that. */
    public Map<Group, Long> count(Query query) {
        Map<Group, Long> counts = new EnumMap<>(Group.class);
        Map<String, Object> parameters = query.parameters();
        parameters.put("group", Group.ALL.name());
        parameters.put("left", left);
        database.query(query.owners == null ? COUNT : COUNT_OF_OWNERS, parameters, row -> {
            Group group = Labelled.read(Group.values(), row.getString(1), Group.ALL);
            counts.merge(Group.ALL, row.getLong(2), Long::sum);
            counts.putIfAbsent(group, row.getLong(2));
            counts.merge(Group.ATTENTION, row.getLong(group == Group.DEAD ? 2 : 4), Long::sum);
            return group == Group.QUEUED ? counts.put(Group.RETRYING, row.getLong(3)) : null;
        });
        return counts;
    }

    /** The names of the kinds that have jobs, of all owners. */
    public List<String> kinds() {
        Map<String, Object> all = Map.of("group", Group.ALL.name(), "states", List.of(), "lane", "", "kind", "");
        return database.query(KINDS, all, row -> row.getString(1));
    }

    /** The latest of these jobs. */
    public Page latest(Query query) {
        Map<String, Object> parameters = query.parameters();
        parameters.put("left", left);
        List<Job> found = database.query(query.owners == null ? LIST : LIST_OF_OWNERS, parameters, Job::of);
        boolean more = found.size() > MOST_LISTED;
        return new Page(more ? found.subList(0, MOST_LISTED) : found, more);
    }

    /** @param more whether another page follows */
    public record Page(List<Job> jobs, boolean more) {}
}
