package dev.darkroom.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A web process that serves the mock gateway, a mail server, and workers on the web process's home. */
final class ProcessFixture implements AutoCloseable {

    private static final String ARM = "INSERT INTO lab_fault (name, value) VALUES ('%s', '%s')"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    private final String name;
    private final SmtpStub mailServer = new SmtpStub();
    private final ApplicationProcess web;
    private final List<ApplicationProcess> workers = new ArrayList<>();

    /**
     * Starts the web process, and no worker yet.
     *
     * @param settings more settings of all processes, as {@code name=value}
     */
    ProcessFixture(String name, String... settings) {
        this.name = name;
        this.web = new ApplicationProcess(name).with("darkroom.role", "web");
        web.with("quarkus.mailer.host", "127.0.0.1")
                .with("quarkus.mailer.port", mailServer.port())
                .with("darkroom.gateway.url", web.url())
                .with("darkroom.jobs.lease", "1500ms")
                .with("darkroom.jobs.heartbeat", "500ms")
                .with("darkroom.jobs.backoff-base", "50ms")
                .with("darkroom.jobs.backoff-cap", "300ms")
                .with("darkroom.lanes.mail.backoff-cap", "300ms");
        web.with(Stream.of(settings)).start();
    }

    /** Another worker with the same home and settings; not started. */
    ApplicationProcess worker() {
        ApplicationProcess worker = web.worker(name + "-worker-" + (workers.size() + 1));
        workers.add(worker);
        return worker;
    }

    /** Another worker with a home of its own; not started. */
    ApplicationProcess workerElsewhere() {
        ApplicationProcess worker = web.workerElsewhere(name + "-worker-" + (workers.size() + 1));
        workers.add(worker);
        return worker;
    }

    ApplicationProcess web() {
        return web;
    }

    SmtpStub mailServer() {
        return mailServer;
    }

    Ledger ledger() {
        return new Ledger(web);
    }

    TestDatabase database() {
        return new TestDatabase(web);
    }

    Timeline timeline() {
        return new Timeline(web);
    }

    /** Waits until a worker has taken that step for the record, and returns the worker. */
    ApplicationProcess workerThat(String step, String record) {
        Timeline.Entry entry = timeline().await(record, one -> one.is(step));
        return workers.stream().filter(entry::isBy).findFirst().orElseThrow();
    }

    /** The id of the job of a record. */
    String job(String record) {
        return database().text("SELECT id FROM job WHERE key = '" + record + "'");
    }

    /** Waits until the process has claimed that many jobs. */
    void awaitClaims(ApplicationProcess worker, int many) {
        String claims = "SELECT count(*) FROM job_event WHERE step = 'CLAIMED' AND process LIKE 'process %d-%%'";
        Awaitility.await("claims")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database().number(claims.formatted(worker.pid())) >= many);
    }

    /** A visitor whose welcome mail has arrived. */
    HttpVisitor welcomed() {
        HttpVisitor visitor = new HttpVisitor(web);
        visitor.awaitComplete(visitor.signUp());
        return visitor;
    }

    /** Makes every thread that reaches the point wait until {@link #resume}, or until a pause at another point. */
    void pauseAt(String point) {
        arm("pause", point);
    }

    void arm(String fault, String value) {
        database().execute(ARM.formatted(fault, value));
    }

    void resume() {
        database().execute("DELETE FROM lab_fault");
    }

    /** Returns how often that welcome mail has arrived. */
    long mails(HttpVisitor visitor, String mail) {
        return mailServer.messageIds(visitor.email()).stream()
                .filter(("<welcome-" + mail + "@darkroom.invalid>")::equals)
                .count();
    }

    void stopWorkers() {
        workers.forEach(ApplicationProcess::close);
    }

    @Override
    public void close() {
        mailServer.sendReplies();
        stopWorkers();
        web.close();
        mailServer.close();
    }
}
