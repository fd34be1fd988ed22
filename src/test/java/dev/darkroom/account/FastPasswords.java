package dev.darkroom.account;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hashes at the least cost: hundreds of tests begin with a sign-up. What one costs otherwise, {@link PasswordsTest} holds. */
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
