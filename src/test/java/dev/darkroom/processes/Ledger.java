package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The gateway's ledger, read over HTTP. */
record Ledger(ApplicationProcess gateway) {

    /** The entries of one amount; each test uses its own amount. */
    List<JsonNode> of(int amount) {
        return entries().stream()
                .filter(entry -> entry.path("amount").asInt() == amount)
                .toList();
    }

    /** All entries, page by page. */
    List<JsonNode> entries() {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page = after("");
        while (!page.isEmpty()) {
            all.addAll(page);
            page = after(page.get(page.size() - 1).path("key").asText());
        }
        return all;
    }

    private List<JsonNode> after(String key) {
        JsonNode entries = RestAssured.given()
                .port(gateway.port())
                .queryParam("after", key)
                .get("/gateway/ledger")
                .as(JsonNode.class);
        return StreamSupport.stream(entries.spliterator(), false).toList();
    }

    List<String> statuses(int amount) {
        return of(amount).stream().map(entry -> entry.path("status").asText()).toList();
    }
}
