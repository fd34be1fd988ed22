package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openqa.selenium.chrome.ChromeDriver;

/** Weighs a page: the bytes of script and style that come over the line for it, compressed, to who has none of it yet. */
final class PageWeight {

    private static final int MOST_BYTES = 150 * 1024;
    private static final String SCRIPT_AND_STYLE =
            """
            return [...new Set(performance.getEntriesByType('resource').map(it => it.name))]
              .filter(name => /\\.(js|css)$/.test(new URL(name).pathname))
            """;
    private static final Map<String, Integer> WEIGHED = new ConcurrentHashMap<>();

    private final ChromeDriver driver;
    private final HttpClient line = HttpClient.newHttpClient();
    private final Report report = new Report("weights.md", "page", "scripts and styles", "bytes");

    PageWeight(ChromeDriver driver) {
        this.driver = driver;
    }

    /** @param page as the report is to call it */
    @SuppressWarnings("unchecked")
    void weigh(String page) {
        List<String> parts = (List<String>) driver.executeScript(SCRIPT_AND_STYLE);
        int bytes = parts.stream()
                .mapToInt(part -> WEIGHED.computeIfAbsent(part, this::fetch))
                .sum();
        report.add(page, parts.size(), bytes);
        assertThat(bytes).as("bytes of script and style of %s", page).isBetween(1000, MOST_BYTES);
    }

    private int fetch(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept-Encoding", "gzip")
                .build();
        try {
            return line.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
