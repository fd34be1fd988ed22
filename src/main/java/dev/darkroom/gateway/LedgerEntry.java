package dev.darkroom.gateway;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** The ledger entry of one key: pending, charged once, declined or voided. Entries are never deleted. */
@Entity
@Table(name = "gateway_ledger")
class LedgerEntry extends PanacheEntityBase {

    enum Status {
        PENDING,
        CHARGED,
        DECLINED,
        VOIDED
    }

    private static final int PAGE_SIZE = 1000;

    @Id
    String key;

    int amount;

    @Enumerated(EnumType.STRING)
    Status status;

    int deliveries;
    String receipt;

    @Column(insertable = false, updatable = false)
    Instant createdAt;

    /** Returns the key's entry, new or not, locked until the caller's commit: requests for one key are serialized. */
    static LedgerEntry lock(String key, int amount) {
        getEntityManager()
                .createNativeQuery(
                        """
                        INSERT INTO gateway_ledger (key, amount, status) VALUES (:key, :amount, 'PENDING')
                        ON CONFLICT (key) DO NOTHING
                        """)
                .setParameter("key", key)
                .setParameter("amount", amount)
                .executeUpdate();
        return findById(key, LockModeType.PESSIMISTIC_WRITE);
    }

    static List<LedgerEntry> listAfter(String key) {
        return find("key > ?1 order by key", key).page(0, PAGE_SIZE).list();
    }

    /** Returns the entries of those keys and of keys derived from them, such as {@code key#1}; {@code $} follows {@code #}. */
    @SuppressWarnings("unchecked")
    static List<LedgerEntry> listForPurchases(List<String> keys) {
        return getEntityManager()
                .createNativeQuery(
                        """
                        SELECT entry.* FROM unnest(CAST(:keys AS text[])) AS asked
                          JOIN gateway_ledger AS entry
                            ON entry.key = asked OR entry.key ~>=~ (asked || '#') AND entry.key ~<~ (asked || '$')
                         ORDER BY entry.created_at, entry.key
                        """,
                        LedgerEntry.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .setMaxResults(PAGE_SIZE)
                .getResultList();
    }

    void settle(Status outcome, String receipt) {
        this.status = outcome;
        this.receipt = receipt;
    }
}
