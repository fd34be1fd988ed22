package dev.darkroom.processes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A web process, with the payment company in it, and a mail house, which outlive the workers on the web process's home. */
final class ProcessFixture implements AutoCloseable {

    private final String name;
    private final SmtpStub mailHouse = new SmtpStub();
    private final ApplicationProcess web;
    private final GatewayProxy line;
    private final List<ApplicationProcess> workers = new ArrayList<>();

    /** The web process is there, and nobody works yet. */
    ProcessFixture(String name) throws IOException {
        this.name = name;
        this.web = new ApplicationProcess(name).fastStartup().with("darkroom.role", "web");
        this.line = new GatewayProxy(web);
        web.with("quarkus.mailer.host", "127.0.0.1")
                .with("quarkus.mailer.port", mailHouse.port())
                .with("darkroom.gateway.url", line.url())
                .with("darkroom.gateway.timeout", "20s")
                .with("darkroom.jobs.lease", "1500ms")
                .with("darkroom.jobs.heartbeat", "500ms")
                .with("darkroom.jobs.backoff-base", "50ms")
                .with("darkroom.jobs.backoff-cap", "300ms")
                .start();
    }

    /** One more on the same home, with the same settings; not started. */
    ApplicationProcess worker() {
        ApplicationProcess worker = web.worker(name + "-worker-" + (workers.size() + 1));
        workers.add(worker);
        return worker;
    }

    ApplicationProcess web() {
        return web;
    }

    SmtpStub mailHouse() {
        return mailHouse;
    }

    GatewayProxy line() {
        return line;
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

    /** The worker that has taken that step with the record, waited for. */
    ApplicationProcess workerThat(String step, String record) {
        Timeline.Entry entry = timeline().await(record, one -> one.is(step));
        return workers.stream().filter(entry::isBy).findFirst().orElseThrow();
    }

    /** A visitor whose welcome mail has come. */
    HttpVisitor welcomed() {
        HttpVisitor visitor = new HttpVisitor(web);
        visitor.awaitComplete(visitor.signUp("durable"));
        return visitor;
    }

    /** From now on whoever reaches that point is held there, until {@link #resume}. */
    void pauseAt(String point) {
        database().execute("INSERT INTO lab_fault (name, value) VALUES ('pause', '" + point + "')");
    }

    void resume() {
        database().execute("DELETE FROM lab_fault");
    }

    /** How often that mail has arrived. */
    long mails(HttpVisitor visitor, String mail) {
        return mailHouse.messageIds(visitor.email()).stream()
                .filter(("<welcome-" + mail + "@darkroom.invalid>")::equals)
                .count();
    }

    void endWorkers() {
        workers.forEach(ApplicationProcess::close);
    }

    @Override
    public void close() {
        mailHouse.answers().open();
        line.answers().open();
        endWorkers();
        web.close();
        line.close();
        mailHouse.close();
    }
}
