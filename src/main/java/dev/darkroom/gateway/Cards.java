package dev.darkroom.gateway;

/** The bank behind the card. */
public interface Cards {

    /** Whether the bank lets that amount go, in cents. */
    boolean cover(int amount);
}
