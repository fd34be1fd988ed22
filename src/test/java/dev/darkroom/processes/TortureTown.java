package dev.darkroom.processes;

import java.util.List;
import java.util.stream.Stream;

/** Who takes part: a payment company and a mail house that nobody harms, and on one home a web process and two workers. */
final class TortureTown implements AutoCloseable {

    private final MailHouse mailHouse = new MailHouse();
    private final Darkroom company =
            new Darkroom("torture-company").inHaste().with("darkroom.simulate.gateway-delay", "300ms");
    private final Darkroom web = new Darkroom("torture-web")
            .inHaste()
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
    private final List<Darkroom> workers = List.of(web.worker("torture-worker-1"), web.worker("torture-worker-2"));

    /** All at once, on an empty home. */
    TortureTown start() {
        all().forEach(Darkroom::launch);
        all().forEach(Darkroom::awaitReady);
        return this;
    }

    Darkroom web() {
        return web;
    }

    List<Darkroom> workers() {
        return workers;
    }

    MailHouse mailHouse() {
        return mailHouse;
    }

    Ledger ledger() {
        return new Ledger(company);
    }

    Rows database() {
        return new Rows(web);
    }

    @Override
    public void close() {
        workers.forEach(Darkroom::close);
        web.close();
        company.close();
        mailHouse.close();
    }

    private Stream<Darkroom> all() {
        return Stream.concat(Stream.of(company, web), workers.stream());
    }
}
