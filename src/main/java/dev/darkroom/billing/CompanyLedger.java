package dev.darkroom.billing;

import java.util.List;
import java.util.Map;

/** The company's lines on one payment, as the payment's page shows them. */
public record CompanyLedger(List<Map<String, Object>> lines) {

    /** Whether the visitor was charged more than once for one intent to pay: what must never be. */
    public boolean isDoubled() {
        return charges() > 1;
    }

    public long charges() {
        return lines.stream()
                .filter(line -> "charged".equals(line.get("status")))
                .count();
    }
}
