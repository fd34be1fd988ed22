package dev.darkroom.web;

import java.util.UUID;

/**
 * A throw-away visitor's time is over: whoever keeps something of theirs removes it, in the transaction of the event.
 *
 * @param id the user's
 */
public record GuestExpired(UUID id) {}
