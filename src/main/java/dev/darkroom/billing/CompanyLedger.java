package dev.darkroom.billing;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The company's lines on one payment, as the payment's page shows them. */
public record CompanyLedger(List<Line> lines) {

    /** @param amount in cents */
    public record Line(String key, int amount, String status, int deliveries, String receipt) {

        static Line of(Map<String, Object> json) {
            return new Line(
                    Objects.toString(json.get("key"), "none"),
                    number(json.get("amount")),
                    Objects.toString(json.get("status"), "none"),
                    number(json.get("deliveries")),
                    Objects.toString(json.get("receipt"), null));
        }

        public boolean charged() {
            return status.equals("charged");
        }

        public String amountText() {
            return EuroAmount.text(amount);
        }

        private static int number(Object json) {
            return json instanceof Number number ? number.intValue() : 0;
        }
    }

    static CompanyLedger of(List<Map<String, Object>> lines) {
        return new CompanyLedger(lines.stream().map(Line::of).toList());
    }

    /** Whether the visitor was charged more than once for one intent to pay: what must never be. */
    public boolean doubled() {
        return charges() > 1;
    }

    boolean charged() {
        return charges() > 0;
    }

    /** Whether it was decided that nothing is charged: declined, or voided. */
    boolean refused() {
        return lines.stream().anyMatch(line -> List.of("declined", "voided").contains(line.status()));
    }

    long charges() {
        return lines.stream().filter(Line::charged).count();
    }

    /** In cents, all that was taken. */
    int taken() {
        return lines.stream().filter(Line::charged).mapToInt(Line::amount).sum();
    }

    /** How often we have asked for money, as the company counts it. */
    int deliveries() {
        return lines.stream().mapToInt(Line::deliveries).sum();
    }
}
