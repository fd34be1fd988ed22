package dev.darkroom.processes;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the customers wanted and what they were told, in their own words: accepted is only what was answered with success. */
final class AcceptedWork {

    private final Queue<String> askedMails = new ConcurrentLinkedQueue<>();
    private final Queue<String> acceptedMails = new ConcurrentLinkedQueue<>();
    private final Map<String, Boolean> acceptedPhotos = new ConcurrentHashMap<>();
    private final Queue<Intent> intents = new ConcurrentLinkedQueue<>();
    private final Map<Intent, Set<String>> acceptedIntents = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> refusals = new ConcurrentSkipListMap<>();

    void wantsMail(String email) {
        askedMails.add(email);
    }

    void mailAccepted(String email) {
        acceptedMails.add(email);
    }

    void photoAccepted(String status, boolean readable) {
        acceptedPhotos.put(id(status), readable);
    }

    void wantsToPay(Intent intent) {
        intents.add(intent);
    }

    void paymentAccepted(Intent intent, String status) {
        acceptedIntents
                .computeIfAbsent(intent, unseen -> ConcurrentHashMap.newKeySet())
                .add(id(status));
    }

    /** No answer, or not the one that was wanted: nothing is known, and nothing was promised. */
    void unanswered(String how) {
        refusals.computeIfAbsent(how, unseen -> new AtomicInteger()).incrementAndGet();
    }

    Queue<String> askedMails() {
        return askedMails;
    }

    Queue<String> acceptedMails() {
        return acceptedMails;
    }

    /** By id, and whether the file was a good one. */
    Map<String, Boolean> acceptedPhotos() {
        return acceptedPhotos;
    }

    Queue<Intent> intents() {
        return intents;
    }

    /** With the ids of the charges that were given as an answer: more than one would be one too many. */
    Map<Intent, Set<String>> acceptedIntents() {
        return acceptedIntents;
    }

    Map<String, AtomicInteger> refusals() {
        return refusals;
    }

    private static String id(String status) {
        return status.split("/")[2];
    }
}
