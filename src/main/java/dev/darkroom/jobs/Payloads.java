package dev.darkroom.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Payloads as the job table keeps them: JSON. */
@ApplicationScoped
class Payloads {

    private final ObjectMapper json;

    Payloads(ObjectMapper json) {
        this.json = json;
    }

    String write(JobPayload payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload must be a record of plain values", e);
        }
    }

    <P extends JobPayload> P read(JobKind<P> kind, String text) throws JsonProcessingException {
        return json.readValue(text, kind.payload());
    }
}
