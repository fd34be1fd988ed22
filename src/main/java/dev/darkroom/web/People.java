package dev.darkroom.web;

import java.util.Collection;
import java.util.Map;

/** The users by their ids. Declared here, because only {@code account} knows them. */
public interface People {

    /** Returns their email addresses; ids of nobody are left out. */
    Map<String, String> emails(Collection<String> ids);
}
