package dev.darkroom.embedded;

import java.time.Instant;

/** A mail that arrived at the embedded server. */
public record ReceivedMail(String id, Instant receivedAt, String from, String subject, String messageId, String text) {}
