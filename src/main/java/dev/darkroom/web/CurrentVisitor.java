package dev.darkroom.web;

import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** Who is asking. */
@RequestScoped
public class CurrentVisitor {

    /** The attributes of the security identity that {@link CurrentVisitor} reads; whoever knows users sets them. */
    public static final String ID = "darkroom.user.id";

    public static final String NAME = "darkroom.user.name";
    public static final String OPERATOR = "operator";

    private final SecurityIdentity identity;
    private boolean unknown;

    CurrentVisitor(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** For a page that tells that nobody can be asked: it must not ask. */
    void stayUnknown() {
        unknown = true;
    }

    /** Also false where nobody may wait for the database to tell: on the page for an address that nothing serves. */
    public boolean isSignedIn() {
        return !unknown && BlockingOperationControl.isBlockingAllowed() && !identity.isAnonymous();
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
