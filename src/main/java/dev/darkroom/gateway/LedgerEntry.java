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

/** What the company knows of one key: it is charged once, declined, voided, or still open, and never forgotten. */
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

    static Optional<LedgerEntry> of(String key) {
        return findByIdOptional(key);
    }

    /** Made if it is not there, and locked until the caller's commit: the company does one thing at a time with a key. */
    static LedgerEntry locked(String key, int amount) {
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

    static List<LedgerEntry> following(String key, int most) {
        return find("key > ?1 order by key", key).page(0, most).list();
    }

    /** The line of that key, and those of keys that were made from it: {@code key#1}, say. */
    @SuppressWarnings("unchecked")
    static List<LedgerEntry> about(String key, int most) {
        return getEntityManager()
                .createNativeQuery(
                        """
                        SELECT * FROM gateway_ledger
                         WHERE key = :key OR starts_with(key, CAST(:key AS text) || '#')
                         ORDER BY created_at, key
                        """,
                        LedgerEntry.class)
                .setParameter("key", key)
                .setMaxResults(most)
                .getResultList();
    }

    boolean is(Status wanted) {
        return status == wanted;
    }

    void settle(Status outcome, String receipt) {
        this.status = outcome;
        this.receipt = receipt;
    }
}
