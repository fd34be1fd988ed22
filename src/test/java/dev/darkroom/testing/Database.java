package dev.darkroom.testing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;
import java.util.UUID;

/** Executes SQL for tests, each statement in its own transaction. */
public final class Database {

    private Database() {}

    public static void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        Panache.getEntityManager().createNativeQuery(statement).executeUpdate());
    }

    public static List<?> rows(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Panache.getEntityManager().createNativeQuery(query).getResultList());
    }

    /** @param rows tables and conditions, as they follow FROM */
    public static long count(String rows) {
        return (Long) rows("SELECT count(*) FROM " + rows).get(0);
    }

    public static boolean isAnyLockAwaited() {
        return !rows("SELECT pid FROM pg_locks WHERE NOT granted").isEmpty();
    }

    public static UUID idOf(ApiVisitor guest) {
        return UUID.fromString(rows("SELECT id FROM account WHERE email = '" + guest.email + "'")
                .get(0)
                .toString());
    }
}
