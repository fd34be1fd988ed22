package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.processes.TestDatabase.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An intent to pay was charged once, by the company's own ledger, and our record says what the ledger says. */
record MoneyJudge(AcceptedWork journal, Evidence books) implements Invariant {

    private static final Map<String, String> ALIKE = Map.of("COMPLETE", "charged", "FAILED", "declined");

    @Override
    public Stream<String> complaints() {
        return Stream.of(chargedTwice(), notCharged(), answeredWithTwo(), unlike(), ofNobody())
                .flatMap(Function.identity());
    }

    /** Whether it was answered or not: nobody is charged twice for one thing. */
    private Stream<String> chargedTwice() {
        Map<Integer, Long> lines = books.ledger().stream()
                .collect(Collectors.groupingBy(line -> line.path("amount").asInt(), Collectors.counting()));
        return journal.intents().stream()
                .filter(Intent::hasAmountOfItsOwn)
                .filter(intent -> lines.getOrDefault(intent.amount(), 0L) > 1)
                .map(intent -> "%s has %d lines in the ledger".formatted(intent, lines.get(intent.amount())));
    }

    private Stream<String> notCharged() {
        Map<String, JsonNode> ledger = ledger();
        return journal.acceptedIntents().entrySet().stream()
                .filter(accepted -> accepted.getKey().payable())
                .filter(accepted -> accepted.getValue().stream()
                        .noneMatch(id ->
                                isCharged(ledger.get(id), accepted.getKey().amount())))
                .map(accepted -> "%s was accepted and not charged".formatted(accepted.getKey()));
    }

    private Stream<String> answeredWithTwo() {
        return journal.acceptedIntents().entrySet().stream()
                .filter(accepted -> accepted.getValue().size() > 1)
                .map(accepted -> "%s became %s".formatted(accepted.getKey(), accepted.getValue()));
    }

    private Stream<String> unlike() {
        Map<String, JsonNode> ledger = ledger();
        return books.charges().stream()
                .filter(charge -> !status(ledger, charge).equals(ALIKE.get(charge.text("status"))))
                .map(charge -> "charge %s is %s, and in the ledger %s"
                        .formatted(charge.text("id"), charge.text("status"), status(ledger, charge)));
    }

    private Stream<String> ofNobody() {
        List<String> known =
                books.charges().stream().map(charge -> charge.text("id")).toList();
        return ledger().keySet().stream()
                .filter(key -> !known.contains(key))
                .map(key -> "the ledger has a line %s that nobody has asked for".formatted(key));
    }

    private Map<String, JsonNode> ledger() {
        return books.ledger().stream()
                .collect(Collectors.toMap(line -> line.path("key").asText(), Function.identity()));
    }

    private static String status(Map<String, JsonNode> ledger, Row charge) {
        JsonNode line = ledger.get(charge.text("id"));
        return line == null ? "nothing" : line.path("status").asText();
    }

    private static boolean isCharged(JsonNode line, int amount) {
        return line != null
                && line.path("status").asText().equals("charged")
                && line.path("amount").asInt() == amount;
    }
}
