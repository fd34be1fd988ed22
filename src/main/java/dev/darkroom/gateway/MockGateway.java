package dev.darkroom.gateway;

import dev.darkroom.gateway.LedgerEntry.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the ledger. Some amounts trigger a failure, as some test card numbers do.
 *
 * <p>The transactions begin inside the methods: an annotation would begin them before the decorators around this bean,
 * and a decorator that waits would keep a transaction idle.
 */
@ApplicationScoped
class MockGateway implements GatewayService {

    private static final int DECLINED = 1313;
    private static final int FAILS_TWICE = 503;
    private static final int LOSES_THE_REPLY_ONCE = 707;

    @Override
    public Answer charge(String key, int amount) {
        return QuarkusTransaction.requiringNew().call(() -> charge(key, amount, amount != DECLINED));
    }

    @Override
    public Answer decline(String key, int amount) {
        return QuarkusTransaction.requiringNew().call(() -> charge(key, amount, false));
    }

    @Override
    public Entry voidKey(String key) {
        return QuarkusTransaction.requiringNew().call(() -> {
            LedgerEntry entry = LedgerEntry.lock(key, 0);
            if (entry.status == Status.PENDING) {
                entry.settle(Status.VOIDED, null);
            }
            return entry(entry);
        });
    }

    @Override
    public Optional<Entry> find(String key) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LedgerEntry.<LedgerEntry>findByIdOptional(key).map(MockGateway::entry));
    }

    static Entry entry(LedgerEntry entry) {
        String status = entry.status.name().toLowerCase(Locale.ROOT);
        return new Entry(entry.key, entry.amount, status, entry.deliveries, entry.receipt, entry.createdAt);
    }

    private static Answer charge(String key, int amount, boolean approved) {
        LedgerEntry entry = LedgerEntry.lock(key, amount);
        entry.deliveries++;
        // A void of a key that nobody had charged does not know the amount.
        boolean reused = entry.amount != amount && entry.status != Status.VOIDED;
        ReplyKind reply = reused ? ReplyKind.KEY_REUSED : settle(entry, approved);
        return new Answer(reply, entry(entry));
    }

    private static ReplyKind settle(LedgerEntry entry, boolean approved) {
        if (entry.status != Status.PENDING) {
            return ReplyKind.NORMAL;
        }
        if (!approved) {
            entry.settle(Status.DECLINED, null);
            return ReplyKind.NORMAL;
        }
        if (entry.amount == FAILS_TWICE && entry.deliveries <= 2) {
            return ReplyKind.UNAVAILABLE;
        }
        entry.settle(Status.CHARGED, "receipt-" + UUID.randomUUID());
        return entry.amount == LOSES_THE_REPLY_ONCE && entry.deliveries == 1 ? ReplyKind.LOST : ReplyKind.NORMAL;
    }
}
