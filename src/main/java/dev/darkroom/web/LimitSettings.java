package dev.darkroom.web;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How many requests one may make, {@code darkroom.limits}. Each process counts for itself, and forgets at its end. */
@ConfigMapping(prefix = "darkroom.limits")
public interface LimitSettings {

    /** Of a client: sign-ups by the form, and with one click on the stage. */
    Limit signUp();

    /** Of a client, for one address. */
    Limit signIn();

    /** Of a client, for whatever addresses: many addresses may have the same password. */
    Limit signInClient();

    /** Of a visitor: welcome mails that are sent again. */
    Limit welcome();

    /** Of a visitor: requests with pictures, or for the samples. */
    Limit upload();

    /** Of a visitor. */
    Limit charge();

    /** So many at once; used up, they come back one by one, all of them within that time. */
    interface Limit {

        int requests();

        Duration per();
    }
}
