package dev.darkroom.account;

import dev.darkroom.web.People;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the addresses of many users in one statement. */
@ApplicationScoped
class UserEmails implements People {

    private static final String UUID_LIKE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @Override
    public Map<String, String> emails(Collection<String> ids) {
        List<UUID> users = ids.stream()
                .filter(id -> id.matches(UUID_LIKE))
                .map(UUID::fromString)
                .toList();
        return User.<User>list("id in ?1", users).stream()
                .collect(Collectors.toMap(user -> user.id.toString(), user -> user.email));
    }
}
