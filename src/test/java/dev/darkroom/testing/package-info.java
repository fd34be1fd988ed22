/**
 * What the tests of several packages share: a visitor over HTTP, pictures, embedded servers behind proxies, and the contract
 * of the API. Read {@link dev.darkroom.testing.ApiVisitor} first.
 */
package dev.darkroom.testing;
