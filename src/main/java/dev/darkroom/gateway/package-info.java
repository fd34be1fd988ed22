/**
 * The mock payment company: not a mock object but a party of its own, with its own API, its own books and its own
 * keys.
 *
 * <p>It imports nothing of ours and nobody uses its classes to pay: {@code billing} reaches it through a REST client,
 * at an address that can be set. So a reply can really get lost on the wire, and the client has to live with that.
 * Only the lab wraps it, to make it slow.
 *
 * <p>Read first {@link GatewayService}, which is what it does; then {@link MockGateway}, which decides; then
 * {@link LedgerEntry}, its books; last {@link GatewayResource}, its API.
 *
 * <p>What it promises its customers: a key is charged once, and asking again gives the same receipt. A key is never
 * forgotten. Once voided it can never be charged, and once charged never be voided. To keep this, {@link LedgerEntry}
 * makes the row of a key if it is not there, and locks it: the company does one thing at a time with a key.
 *
 * <p>Some amounts, in euros, have a meaning, as the test cards of real companies do:
 *
 * <ul>
 *   <li>13.13: the card is declined, for good;
 *   <li>5.03: the first two requests get 503 with {@code Retry-After}, and nothing is charged; the third is charged;
 *   <li>7.07: the first request is charged, committed, and then the connection is closed instead of an answer.
 * </ul>
 *
 * <p>The last one is the case that makes payments hard. The customer cannot tell it from a company that is down, and
 * the right answer to both is to ask again with the same key.
 */
package dev.darkroom.gateway;
