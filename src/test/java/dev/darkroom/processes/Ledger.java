package dev.darkroom.processes;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The gateway's ledger, read over HTTP. */
record Ledger(ApplicationProcess gateway) {

    /** The lines of one amount; each test uses its own amount. */
    List<JsonNode> of(int amount) {
        return lines().stream()
                .filter(line -> line.path("amount").asInt() == amount)
                .toList();
    }

    /** All lines, page by page. */
    List<JsonNode> lines() {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page = after("");
        while (!page.isEmpty()) {
            all.addAll(page);
            page = after(page.get(page.size() - 1).path("key").asText());
        }
        return all;
    }

    private List<JsonNode> after(String key) {
        JsonNode lines = RestAssured.given()
                .port(gateway.port())
                .queryParam("after", key)
                .get("/gateway/ledger")
                .as(JsonNode.class);
        return StreamSupport.stream(lines.spliterator(), false).toList();
    }

    List<String> statuses(int amount) {
        return of(amount).stream().map(line -> line.path("status").asText()).toList();
    }
}
