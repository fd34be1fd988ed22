package dev.darkroom.account;

import dev.darkroom.jobs.Statements;
import dev.darkroom.web.People;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the addresses of many users in one statement. */
@ApplicationScoped
class UserEmails implements People {

    private static final String UUID_LIKE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Statements database;

    UserEmails(Statements database) {
        this.database = database;
    }

    @Override
    public Map<String, String> emails(Collection<String> ids) {
        List<String> users = ids.stream().filter(id -> id.matches(UUID_LIKE)).toList();
        Map<String, String> emails = new HashMap<>();
        database.query(
                "SELECT id, email FROM account WHERE id = ANY (CAST(:ids AS uuid[]))",
                Map.of("ids", users),
                row -> emails.put(row.getString(1), row.getString(2)));
        return emails;
    }
}
