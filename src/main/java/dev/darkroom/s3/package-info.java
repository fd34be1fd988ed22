/**
 * Files in S3, for processes that share no disk: {@code darkroom.storage=s3}.
 *
 * <p>An object is written by one PUT, under a key that carries the lease token of a run, and is never replaced. A record
 * learns its keys in the settlement of that run. The sweep removes objects that no record names.
 */
package dev.darkroom.s3;
