package dev.darkroom.web;

import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** The visitor who made the request. */
@RequestScoped
public class CurrentVisitor {

    /** Attributes of the security identity; the session mechanism sets them. */
    public static final String ID = "darkroom.user.id";

    public static final String NAME = "darkroom.user.name";
    public static final String OPERATOR = "operator";

    private final SecurityIdentity identity;
    private boolean withoutLookup;

    CurrentVisitor(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * A guest's time is over: an observer removes the guest's data, in the transaction of the event.
     *
     * @param id the user's
     */
    public record GuestExpired(UUID id) {}

    /** Treats the visitor as anonymous, so that a page about a database outage does not query the database. */
    void withoutLookup() {
        withoutLookup = true;
    }

    /** Also false on an event loop (the page for an unknown address), where the session cannot be looked up. */
    public boolean isSignedIn() {
        return !withoutLookup && BlockingOperationControl.isBlockingAllowed() && !identity.isAnonymous();
    }

    public boolean isOperator() {
        return identity.hasRole(OPERATOR);
    }

    public UUID id() {
        return identity.getAttribute(ID);
    }

    public String email() {
        return identity.getPrincipal().getName();
    }

    public String getName() {
        return identity.getAttribute(NAME);
    }
}
