package dev.darkroom.processes;

import java.util.List;
import java.util.stream.Stream;

/** Who takes part: a payment company and a mail house that nobody harms, and on one home a web process and two workers. */
final class TortureFixture implements AutoCloseable {

    private final SmtpStub mailHouse = new SmtpStub();
    private final ApplicationProcess company =
            new ApplicationProcess("torture-company").fastStartup().with("darkroom.simulate.gateway-delay", "300ms");
    private final ApplicationProcess web = new ApplicationProcess("torture-web")
            .fastStartup()
            .with("darkroom.role", "web")
            .with("quarkus.mailer.host", "127.0.0.1")
            .with("quarkus.mailer.port", mailHouse.port())
            .with("darkroom.gateway.url", company.url())
            .with("darkroom.simulate.smtp-delay", "400ms")
            .with("darkroom.simulate.resize-delay", "200ms")
            .with("darkroom.jobs.lease", "1200ms")
            .with("darkroom.jobs.heartbeat", "400ms")
            .with("darkroom.jobs.backoff-base", "50ms")
            .with("darkroom.jobs.backoff-cap", "300ms");
    private final List<ApplicationProcess> workers =
            List.of(web.worker("torture-worker-1"), web.worker("torture-worker-2"));

    /** All at once, on an empty home. */
    TortureFixture start() {
        all().forEach(ApplicationProcess::launch);
        all().forEach(ApplicationProcess::awaitReady);
        return this;
    }

    ApplicationProcess web() {
        return web;
    }

    List<ApplicationProcess> workers() {
        return workers;
    }

    SmtpStub mailHouse() {
        return mailHouse;
    }

    Ledger ledger() {
        return new Ledger(company);
    }

    TestDatabase database() {
        return new TestDatabase(web);
    }

    @Override
    public void close() {
        workers.forEach(ApplicationProcess::close);
        web.close();
        company.close();
        mailHouse.close();
    }

    private Stream<ApplicationProcess> all() {
        return Stream.concat(Stream.of(company, web), workers.stream());
    }
}
