package dev.darkroom.gateway;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

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

    @Id
    String key;

    int amount;

    @Enumerated(EnumType.STRING)
    Status status;

    int deliveries;
    String receipt;

    static Optional<LedgerEntry> findByKey(String key) {
        return findByIdOptional(key);
    }

    /** Returns the entry of that key, new or not, locked until the caller's commit: requests for one key are serial. */
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

    static List<LedgerEntry> listAfter(String key, int limit) {
        return find("key > ?1 order by key", key).page(0, limit).list();
    }

    /** Returns the entry of that key and of keys derived from it, such as {@code key#1}. */
    @SuppressWarnings("unchecked")
    static List<LedgerEntry> listForPurchase(String key, int limit) {
        return getEntityManager()
                .createNativeQuery(
                        """
                        SELECT * FROM gateway_ledger
                         WHERE key = :key OR starts_with(key, CAST(:key AS text) || '#')
                         ORDER BY created_at, key
                        """,
                        LedgerEntry.class)
                .setParameter("key", key)
                .setMaxResults(limit)
                .getResultList();
    }

    void settle(Status outcome, String receipt) {
        this.status = outcome;
        this.receipt = receipt;
    }
}
