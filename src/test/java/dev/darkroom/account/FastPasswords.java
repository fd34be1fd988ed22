package dev.darkroom.account;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hashes passwords at bcrypt's minimum cost, because hundreds of tests begin with a sign-up. */
@Singleton
class FastPasswords {

    private static final int MIN_COST = 4;

    @Mock
    @Produces
    @ApplicationScoped
    Passwords passwords() {
        return new Passwords(MIN_COST);
    }
}
