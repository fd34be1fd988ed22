package dev.darkroom.gateway;

import dev.darkroom.gateway.LedgerEntry.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.UUID;

/** Keeps the books, and behaves badly for the amounts that ask for it, as a real company's test cards do. */
@ApplicationScoped
class MockGateway implements GatewayService {

    private static final int FAILS_TWICE = 503;
    private static final int LOSES_THE_REPLY_ONCE = 707;

    private final Cards cards;

    MockGateway(Cards cards) {
        this.cards = cards;
    }

    @Override
    @Transactional
    public Answer charge(String key, int amount) {
        LedgerEntry entry = LedgerEntry.locked(key, amount);
        entry.deliveries++;
        if (entry.amount != amount) {
            return answer(Manner.MISUSED_KEY, entry);
        }
        if (!entry.is(Status.PENDING)) {
            return answer(Manner.PLAIN, entry);
        }
        return decide(entry);
    }

    @Override
    @Transactional
    public Answer close(String key) {
        LedgerEntry entry = LedgerEntry.locked(key, 0);
        if (entry.is(Status.PENDING)) {
            entry.settle(Status.VOIDED, null);
        }
        return answer(Manner.PLAIN, entry);
    }

    static Entry entry(LedgerEntry entry) {
        return new Entry(
                entry.key, entry.amount, entry.status.name().toLowerCase(Locale.ROOT), entry.deliveries, entry.receipt);
    }

    private Answer decide(LedgerEntry entry) {
        if (!cards.cover(entry.amount)) {
            entry.settle(Status.DECLINED, null);
            return answer(Manner.PLAIN, entry);
        }
        if (entry.amount == FAILS_TWICE && entry.deliveries <= 2) {
            return answer(Manner.UNAVAILABLE, entry);
        }
        entry.settle(Status.CHARGED, "receipt-" + UUID.randomUUID());
        boolean lost = entry.amount == LOSES_THE_REPLY_ONCE && entry.deliveries == 1;
        return answer(lost ? Manner.REPLY_LOST : Manner.PLAIN, entry);
    }

    private static Answer answer(Manner manner, LedgerEntry entry) {
        return new Answer(manner, entry(entry));
    }
}
