package dev.darkroom.gateway;

import jakarta.enterprise.context.ApplicationScoped;

/** Cards as companies give them out for tests: one amount is always declined. */
@ApplicationScoped
class TestCards implements Cards {

    private static final int DECLINED = 1313;

    @Override
    public boolean cover(int amount) {
        return amount != DECLINED;
    }
}
