package dev.darkroom.billing;

import dev.darkroom.status.StatusSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The charges, for whoever asks for many statuses at once. */
@ApplicationScoped
class Charges implements StatusSource {

    @Override
    public String type() {
        return "charges";
    }

    @Override
    public List<Charge> find(Collection<UUID> ids, UUID owner) {
        return Charge.of(ids, owner);
    }
}
