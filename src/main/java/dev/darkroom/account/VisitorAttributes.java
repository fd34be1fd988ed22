package dev.darkroom.account;

import dev.darkroom.web.Visitor;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the pages who the signed-in visitor is. */
@ApplicationScoped
class VisitorAttributes implements SecurityIdentityAugmentor {

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return identity.isAnonymous()
                ? Uni.createFrom().item(identity)
                : context.runBlocking(() -> withAttributes(identity));
    }

    private static SecurityIdentity withAttributes(SecurityIdentity identity) {
        User user = QuarkusTransaction.requiringNew()
                .call(() -> User.of(identity.getPrincipal().getName()).orElseThrow(AuthenticationFailedException::new));
        return QuarkusSecurityIdentity.builder(identity)
                .addAttribute(Visitor.ID, user.id)
                .addAttribute(Visitor.NAME, user.name)
                .build();
    }
}
