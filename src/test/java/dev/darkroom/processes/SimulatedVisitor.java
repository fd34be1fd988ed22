package dev.darkroom.processes;

import dev.darkroom.testing.Pictures;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Signs up, uploads and pays as one visitor after the other, whatever becomes of the other side, and keeps a journal. */
final class SimulatedVisitor implements Runnable {

    private static final List<byte[]> GOOD = List.of(Pictures.jpeg(1600, 300), Pictures.png(400, 1700));
    private static final byte[] BROKEN = Pictures.truncatedPng();
    private static final List<Integer> TROUBLESOME = List.of(Intent.DECLINED, 503, 707);
    private static final int PATIENCE = 4;
    private static final AtomicInteger NEXT_AMOUNT = new AtomicInteger(Intent.FIRST_OF_ITS_OWN);

    private final ApplicationProcess shop;
    private final Hourglass hour;
    private final Random random;
    private final AcceptedWork journal;

    SimulatedVisitor(ApplicationProcess shop, Hourglass hour, Random random, AcceptedWork journal) {
        this.shop = shop;
        this.hour = hour;
        this.random = random;
        this.journal = journal;
    }

    @Override
    public void run() {
        while (hour.runs()) {
            ask(() -> visit(new HttpVisitor(shop)));
        }
    }

    private void visit(HttpVisitor visitor) {
        journal.wantsMail(visitor.email());
        visitor.signUp("durable");
        journal.mailAccepted(visitor.email());
        for (int wishes = random.nextInt(2, 8); wishes > 0 && hour.runs(); wishes--) {
            hour.pause(random, 50, 300);
            wish(visitor);
        }
    }

    private void wish(HttpVisitor visitor) {
        int which = random.nextInt(10);
        if (which == 0) {
            ask(() -> journal.photoAccepted(visitor.upload("durable", BROKEN), false));
        } else if (which < 6) {
            byte[] picture = GOOD.get(random.nextInt(GOOD.size()));
            ask(() -> journal.photoAccepted(visitor.upload("durable", picture), true));
        } else {
            pay(visitor, intent());
        }
    }

    /** Until there is an answer, as long as the patience lasts, and now and then again although there was one. */
    private void pay(HttpVisitor visitor, Intent intent) {
        journal.wantsToPay(intent);
        boolean answered = false;
        for (int i = 0; i < PATIENCE && hour.runs() && (!answered || random.nextInt(4) == 0); i++) {
            answered |=
                    ask(() -> journal.paymentAccepted(intent, visitor.pay("durable", intent.amount(), intent.key())));
        }
    }

    private Intent intent() {
        int amount = random.nextInt(5) == 0
                ? TROUBLESOME.get(random.nextInt(TROUBLESOME.size()))
                : NEXT_AMOUNT.incrementAndGet();
        return new Intent(UUID.randomUUID().toString(), amount, amount != Intent.DECLINED);
    }

    private boolean ask(Runnable question) {
        try {
            question.run();
            return true;
        } catch (UncheckedIOException e) {
            journal.unanswered("no answer");
        } catch (IllegalStateException e) {
            journal.unanswered(e.getMessage().split(" ")[0]);
        }
        hour.pause(random, 100, 300);
        return false;
    }
}
