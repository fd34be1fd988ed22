package dev.darkroom.testing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.util.UUID;

/** Queries of tests, each in its own transaction. */
public final class Database {

    private Database() {}

    public static boolean isALockAwaited(EntityManager database) {
        return QuarkusTransaction.requiringNew()
                .call(() -> !database.createNativeQuery("SELECT pid FROM pg_locks WHERE NOT granted")
                        .getResultList()
                        .isEmpty());
    }

    public static UUID idOf(ApiVisitor guest, EntityManager database) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (UUID) database.createNativeQuery("SELECT id FROM account WHERE email = :email", UUID.class)
                        .setParameter("email", guest.email)
                        .getSingleResult());
    }
}
