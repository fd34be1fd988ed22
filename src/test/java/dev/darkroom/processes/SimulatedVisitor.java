package dev.darkroom.processes;

import dev.darkroom.processes.TortureIT.Torture;
import dev.darkroom.testing.Pictures;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Signs up, uploads and pays as one visitor after another, and remembers what was accepted: only a 2xx counts. */
final class SimulatedVisitor implements Runnable {

    static final int DECLINED = 1313;
    static final int FIRST_UNIQUE_AMOUNT = 2000;

    private static final List<byte[]> GOOD = List.of(Pictures.jpeg(1600, 300), Pictures.png(400, 1700));
    private static final byte[] TRUNCATED = Pictures.truncatedPng();
    /** Amounts with a meaning to the mock gateway. */
    private static final List<Integer> SPECIAL = List.of(DECLINED, 503, 707);

    private static final int MOST_REQUESTS = 4;
    private static final AtomicInteger NEXT_AMOUNT = new AtomicInteger(FIRST_UNIQUE_AMOUNT);

    private final ApplicationProcess web;
    private final Torture torture;
    private final Random random;
    private final List<Mail> mails = new ArrayList<>();
    private final List<Photo> photos = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();

    record Mail(String email, boolean accepted) {}

    record Photo(String id, boolean readable) {}

    /** @param charge the id in an answer; null for a request, whether it is answered or not */
    record Payment(String intent, int amount, String charge) {}

    SimulatedVisitor(ApplicationProcess web, Torture torture, Random random) {
        this.web = web;
        this.torture = torture;
        this.random = random;
    }

    List<Mail> mails() {
        return mails;
    }

    List<Photo> photos() {
        return photos;
    }

    List<Payment> payments() {
        return payments;
    }

    @Override
    public void run() {
        while (torture.goesOn()) {
            HttpVisitor visitor = request(() -> new HttpVisitor(web));
            if (visitor != null) {
                boolean accepted = request(() -> visitor.signUp("durable")) != null;
                mails.add(new Mail(visitor.email(), accepted));
                for (int i = accepted ? random.nextInt(2, 8) : 0; i > 0 && torture.goesOn(); i--) {
                    torture.pause(random, 50, 300);
                    uploadOrPay(visitor);
                }
            }
        }
    }

    private void uploadOrPay(HttpVisitor visitor) {
        int choice = random.nextInt(10);
        if (choice < 6) {
            boolean readable = choice > 0;
            byte[] picture = readable ? GOOD.get(random.nextInt(GOOD.size())) : TRUNCATED;
            String status = request(() -> visitor.upload("durable", picture));
            if (status != null) {
                photos.add(new Photo(id(status), readable));
            }
        } else {
            pay(visitor, UUID.randomUUID().toString(), amount());
        }
    }

    /** Repeats a request until it is answered, and sometimes after that. */
    private void pay(HttpVisitor visitor, String intent, int amount) {
        payments.add(new Payment(intent, amount, null));
        boolean answered = false;
        for (int i = 0; i < MOST_REQUESTS && torture.goesOn() && (!answered || random.nextInt(4) == 0); i++) {
            String status = request(() -> visitor.pay("durable", amount, intent));
            if (status != null) {
                answered = true;
                payments.add(new Payment(intent, amount, id(status)));
            }
        }
    }

    private int amount() {
        return random.nextInt(5) == 0 ? SPECIAL.get(random.nextInt(SPECIAL.size())) : NEXT_AMOUNT.incrementAndGet();
    }

    /** Null without an answer, or if it is a refusal: nothing was promised. */
    private <T> T request(Supplier<T> request) {
        try {
            return request.get();
        } catch (UncheckedIOException | IllegalStateException e) {
            torture.pause(random, 100, 300);
            return null;
        }
    }

    private static String id(String status) {
        return status.split("/")[2];
    }
}
