/**
 * The mock payment gateway: not a mock object but a separate service, with its own API, ledger and keys.
 *
 * <p>It imports nothing from the application. {@code billing} reaches it only through a REST client at a configurable
 * address. A reply can therefore really be lost, and the client has to handle that. Only the lab decorates it.
 *
 * <p>Read first {@link GatewayService}, its operations; then {@link MockGateway}, which implements them; then
 * {@link LedgerEntry}, its ledger; last {@link GatewayResource}, its API.
 *
 * <p>Its contract: a key is charged once, and a repeated request gets the same receipt. Keys never expire. A voided key
 * can never be charged, and a charged key never voided. {@link LedgerEntry#lock} inserts a missing key and locks its row,
 * so that requests for one key are serialized.
 *
 * <p>Some amounts, in euros, trigger a special reply, as test card numbers do:
 *
 * <ul>
 *   <li>13.13: the card is declined, permanently;
 *   <li>5.03: the first two requests get 503 with {@code Retry-After} and charge nothing; the third charges;
 *   <li>7.07: the first request charges and commits, then the connection is closed without a reply.
 * </ul>
 *
 * <p>The client cannot distinguish the last one from a gateway that is down. It retries both with the same key.
 */
package dev.darkroom.gateway;
