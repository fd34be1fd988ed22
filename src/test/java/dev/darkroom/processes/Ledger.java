package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** The payment company's own books, read over HTTP. */
record Ledger(Darkroom company) {

    /** The lines of one amount: each test pays another one. */
    List<JsonNode> of(int amount) {
        JsonNode lines = Http.json(Http.get(company.url() + "/gateway/ledger"));
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path("amount").asInt() == amount)
                .toList();
    }

    List<String> statuses(int amount) {
        return of(amount).stream().map(line -> line.path("status").asText()).toList();
    }
}
