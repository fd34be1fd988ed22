package dev.darkroom.processes;

/**
 * Something that a customer wants to pay.
 *
 * @param amount in cents; no two intents have the same, but for those that mean something to the company
 * @param payable whether the card is good
 */
record Intent(String key, int amount, boolean payable) {

    static final int DECLINED = 1313;
    static final int FIRST_OF_ITS_OWN = 2000;

    boolean hasAmountOfItsOwn() {
        return amount >= FIRST_OF_ITS_OWN;
    }
}
