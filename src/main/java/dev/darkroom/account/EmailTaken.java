package dev.darkroom.account;

import dev.darkroom.web.HttpRefusal;

/** Somebody has signed up with that address. Saying so reveals it; a sign-up without a mail to confirm has no choice. */
class EmailTaken extends HttpRefusal {

    EmailTaken() {
        super(409, "This address is taken: sign in, or use another one.");
    }
}
