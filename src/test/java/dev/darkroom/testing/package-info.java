/**
 * Test tools that several packages share: a visitor over HTTP, pictures, servers behind proxies, and the API's
 * contract. Read {@link ApiVisitor} first.
 */
package dev.darkroom.testing;
