package dev.darkroom.web;

import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.UUID;

/** The visitor who made the request. Templates see it as {@code inject:visitor}. */
@Named("visitor")
@RequestScoped
public class CurrentVisitor {

    /** Attributes and role of the security identity, which the session mechanism sets. */
    public static final String ID = "darkroom.user.id";

    public static final String NAME = "darkroom.user.name";
    public static final String OPERATOR = "operator";

    private final SecurityIdentity identity;
    private boolean withoutLookup;

    CurrentVisitor(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** A guest's lifetime is over: observers delete the guest's data, in the transaction of the event. */
    public record GuestExpired(UUID id) {}

    /** Treats the visitor as anonymous, so that a page about a database outage does not query the database. */
    void withoutLookup() {
        withoutLookup = true;
    }

    /** Also false on an event loop, which renders the page for an unknown address and cannot query the session. */
    public boolean isSignedIn() {
        return !withoutLookup && BlockingOperationControl.isBlockingAllowed() && !identity.isAnonymous();
    }

    public boolean isOperator() {
        return identity.hasRole(OPERATOR);
    }

    /** In the profile {@code closed}, only an operator sees the lab, statements, sources and processes. */
    public boolean seesInternals() {
        return !ClosedProfile.isClosed() || isSignedIn() && isOperator();
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
