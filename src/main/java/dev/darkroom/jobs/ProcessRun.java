package dev.darkroom.jobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

/** The row of this process, whose heartbeat shows other processes that it is alive. */
@ApplicationScoped
public class ProcessRun {

    static final String ALIVE = " ended_at IS NULL AND seen_at > now() - interval '10 s'";

    private static final String LIVING =
            """
            SELECT name, role, address, transport, lag_ms, unclaimed,
                   CAST(greatest(0, extract(epoch FROM now() - seen_at)) AS bigint), ready, problem
              FROM process_run WHERE%s
             ORDER BY started_at"""
                    .formatted(ALIVE);

    /** A heartbeat need not survive a power failure. Not a setting of the session: a pooler would give that to others. */
    static final String UNSAFE = " set_config('synchronous_commit', 'off', true)";

    static final String IN_MEMORY = "in-memory";

    /** Short, because this is also how the process notices that the database is unavailable. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final Session database;
    private final Statements heartbeat;
    private final BackgroundThreads.Loop beats;
    private final UUID id = UUID.randomUUID();
    private final String name =
            "process " + ProcessHandle.current().pid() + "-" + id.toString().substring(0, 4);

    private final BackgroundThreads threads;
    private final Role role;
    private final String transport;
    private final Duration lease;

    private volatile Supplier<String> lanes = () -> "";
    private volatile Supplier<Optional<String>> brokerProblem = Optional::empty;
    private volatile Long lagMillis;
    private final AtomicLong unclaimed = new AtomicLong();

    /** How far the database's clock, in milliseconds since 1970, was ahead of this process's timer at the last heartbeat. */
    private volatile long databaseAhead;

    ProcessRun(
            Session database,
            @DataSource("heartbeat") AgroalDataSource heartbeat,
            BackgroundThreads threads,
            JobSettings settings,
            @ConfigProperty(name = "darkroom.role") Role role,
            @ConfigProperty(name = "darkroom.transport", defaultValue = IN_MEMORY) String transport) {
        this.database = database;
        this.heartbeat = new Statements(heartbeat);
        this.beats = threads.heartbeat("process-heartbeat", PAUSE, this::beat);
        this.threads = threads;
        this.role = role;
        this.transport = transport;
        this.lease = settings.lease();
    }

    /** How long a claim holds after a heartbeat. */
    public Duration lease() {
        return lease;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public boolean servesPages() {
        return role != Role.WORKER;
    }

    boolean runsJobs() {
        return role != Role.WEB;
    }

    String transport() {
        return transport;
    }

    public boolean usesBroker() {
        return !transport.equals(IN_MEMORY);
    }

    /** Without a broker, only a process that runs jobs takes them out of the queue. */
    boolean relays() {
        return runsJobs() || usesBroker();
    }

    /** @param lanes what relays need to know of them, as JSON; each heartbeat writes it */
    void reportLanes(Supplier<String> lanes) {
        this.lanes = lanes;
    }

    /** @param problem a sentence while the broker is away */
    void reportBroker(Supplier<Optional<String>> problem) {
        this.brokerProblem = problem;
    }

    /** A sentence while the broker is away. */
    public Optional<String> brokerProblem() {
        return brokerProblem.get();
    }

    /** The latest claim shows how long due jobs wait. */
    void claimed(Job job) {
        lagMillis = Math.max(0, Duration.between(job.runAt, job.claimedAt).toMillis());
    }

    /** Counts a message that led to no claim. */
    void unclaimed() {
        unclaimed.incrementAndGet();
    }

    @Transactional
    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        database.createNativeMutationQuery(
                        "INSERT INTO process_run (id, name, role, transport) VALUES (:id, :name, :role, :transport)")
                .setParameter("id", id)
                .setParameter("name", name)
                .setParameter("role", role.name())
                .setParameter("transport", transport)
                .executeUpdate();
    }

    void startHeartbeat(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        beats.start();
    }

    /** Written on a connection of its own, so that a crowded pool does not make a living process look dead. */
    void beat() {
        Optional<String> problem = threads.problem();
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "id", id,
                "ready", problem.isEmpty(),
                "problem", problem.or(threads::hanging).or(brokerProblem).orElse(""),
                "lanes", lanes.get()));
        parameters.put("lag", lagMillis);
        parameters.put("unclaimed", unclaimed.get());
        update(
                "seen_at = now(), ready = :ready, problem = nullif(:problem, ''),"
                        + " lanes = CAST(nullif(:lanes, '') AS jsonb), lag_ms = CAST(:lag AS bigint),"
                        + " unclaimed = :unclaimed",
                parameters);
    }

    /** The database's time without a statement: its offset was measured by the last heartbeat. */
    public long databaseMillis() {
        return timer() + databaseAhead;
    }

    /** Whether the last heartbeat found the database unavailable, read-only or silent. */
    public boolean hasLostDatabase() {
        return beats.hasFailed();
    }

    /** Whether two heartbeats have found it so: one of them may have met a short stall. */
    public boolean isDatabaseAway() {
        return beats.hasFailedTwice();
    }

    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        beats.stop(STOP_LIMIT);
        try {
            update("ended_at = now(), problem = NULL", Map.of("id", id));
        } catch (RuntimeException e) {
            // The database is away. Other processes will miss the heartbeats.
        }
    }

    public void registerAddress(String address) {
        update("address = :address", Map.of("id", id, "address", address));
    }

    private void update(String set, Map<String, Object> parameters) {
        String update = "UPDATE process_run SET " + set + " WHERE id = :id RETURNING clock_timestamp()," + UNSAFE;
        heartbeat.query(
                update, parameters, row -> databaseAhead = row.getTimestamp(1).getTime() - timer());
    }

    private static long timer() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The address of the youngest process that serves pages, if there is one. */
    @Transactional
    public Optional<String> webAddress() {
        return living().stream().map(Living::address).filter(Objects::nonNull).reduce((older, younger) -> younger);
    }

    /** The living processes that run durable jobs, oldest first. */
    List<Living> workers() {
        return living().stream().filter(Living::runsJobs).toList();
    }

    public boolean isAnyWorkerAlive() {
        return workers().stream().anyMatch(Living::ready);
    }

    /** This process, and all others that have not ended and have sent a heartbeat within ten seconds. */
    public Set<UUID> livingIds() {
        return Set.copyOf(database.createNativeQuery("SELECT id FROM process_run WHERE id = :id OR" + ALIVE, UUID.class)
                .setParameter("id", id)
                .list());
    }

    /** The names of these processes, living or not, by id. The rows of old processes are gone. */
    public Map<UUID, String> names(Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database
                .createNativeQuery("SELECT id, name FROM process_run WHERE id IN :ids", Object[].class)
                .setParameter("ids", ids)
                .stream()
                .collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
    }

    /** The living processes, oldest first. */
    public List<Living> living() {
        return database.createNativeQuery(LIVING, Living.class).list();
    }

    /** The database's time: its clock is the only one that all processes share. */
    public Instant now() {
        return database.createNativeQuery("SELECT clock_timestamp()", Instant.class)
                .getSingleResult();
    }

    /**
     * A process with a recent heartbeat. The address is null for a worker; the problem is null if there is none.
     *
     * @param lagMs how long the job that it claimed last had been due; null before its first claim
     * @param unclaimed how many messages of a broker led to no claim
     */
    public record Living(
            String name,
            String role,
            String address,
            String transport,
            Long lagMs,
            long unclaimed,
            long silentSeconds,
            boolean ready,
            String problem) {

        public boolean runsJobs() {
            return !role.equals(Role.WEB.name());
        }

        /** Whether it takes due jobs out of the queue, or hands them over. */
        public boolean relays() {
            return runsJobs() || !transport.equals(IN_MEMORY);
        }
    }

    /** The role of a process ({@code darkroom.role}): it serves pages, runs jobs, or both. */
    enum Role {
        ALL,
        WEB,
        WORKER
    }
}
