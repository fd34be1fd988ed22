package dev.darkroom.account;

import dev.darkroom.web.CurrentVisitor;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes of a session the identity that pages and roles ask for, with all that they want to know of the visitor. */
@ApplicationScoped
class SessionOwner implements IdentityProvider<SessionToken> {

    private final Sessions sessions;

    SessionOwner(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Class<SessionToken> getRequestType() {
        return SessionToken.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(SessionToken token, AuthenticationRequestContext context) {
        return context.runBlocking(() ->
                sessions.owner(token).map(SessionOwner::identity).orElseThrow(AuthenticationFailedException::new));
    }

    private static SecurityIdentity identity(Sessions.Owner owner) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(owner.email()))
                .addRole(owner.role())
                .addAttribute(CurrentVisitor.ID, owner.id())
                .addAttribute(CurrentVisitor.NAME, owner.name())
                .build();
    }
}
