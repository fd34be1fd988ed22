package dev.darkroom.account;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hashes passwords at bcrypt's least cost, because hundreds of tests begin with a sign-up. */
@Singleton
class FastPasswords {

    private static final int LEAST_COST = 4;

    @Mock
    @Produces
    @ApplicationScoped
    Passwords passwords() {
        return new Passwords(LEAST_COST);
    }
}
