package dev.darkroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects that no record names are removed, and so are unused copies. The bucket is a stub. */
class S3FileStoreTest {

    private static final Duration AGE = Duration.ofHours(1);
    private static final UUID COMPLETE = UUID.randomUUID();
    private static final UUID WORKING = UUID.randomUUID();
    private static final UUID UNKNOWN = UUID.randomUUID();

    /** More than the copies may take. */
    private static final String CONTENT = "twenty bytes of data";

    /** The age of each object in minutes, by its key. */
    private final Map<String, Integer> objects = new ConcurrentSkipListMap<>();

    private final List<String> pages = new ArrayList<>();
    private final List<String> fetched = new ArrayList<>();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @TempDir
    Path folder;

    private HttpServer bucket;
    private S3Client client;
    private S3FileStore files;

    private record Fixed(String bucket, Optional<URI> endpoint, Optional<String> region, boolean pathStyle)
            implements S3FileStore.Settings {

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public MemorySize copies() {
            return new MemorySize(BigInteger.TEN);
        }
    }

    @BeforeEach
    void start() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", this::answer);
        bucket.setExecutor(threads);
        bucket.start();
        client = S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + bucket.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        files = store(client);
    }

    @AfterEach
    void stop() {
        client.close();
        bucket.stop(0);
        threads.shutdown();
    }

    @Test
    void what_no_record_names_is_swept_after_an_hour() {
        Set<String> kept = Set.of(
                put(COMPLETE, "original", 600),
                put(COMPLETE, "last/large.jpg", 600),
                put(COMPLETE, "fenced/large.jpg", 59),
                put(WORKING, "original", 600),
                put(WORKING, "killed/large.jpg", 600),
                put(UNKNOWN, "first/large.jpg", 59),
                put("photos/", 600),
                put("photos/notes/todo.txt", 600));
        put(COMPLETE, "killed/large.jpg", 61);
        put(COMPLETE, "large.jpg", 600);
        put(UNKNOWN, "original", 61);

        sweep();

        assertThat(objects.keySet()).isEqualTo(kept);
    }

    @Test
    void a_sweep_lists_a_bounded_number_of_keys_and_the_next_one_goes_on() {
        for (int number = 0; number < 20_500; number++) {
            put(COMPLETE, "last/%05d".formatted(number), 600);
        }
        put("photos/zzz", 600);

        sweep();
        assertThat(pages).hasSize(20);
        sweep();
        assertThat(pages).hasSize(21).last().asString().endsWith("/last/19999");
        sweep();
        assertThat(pages).hasSize(41).element(21).isEqualTo("");
    }

    @Test
    void a_copy_is_fetched_once_and_removed_when_others_need_its_room() {
        put(COMPLETE, "original", 1);
        put(WORKING, "run/00000.mp4", 1);
        put(UNKNOWN, "original", 1);
        Path unused = files.find(COMPLETE, "original").orElseThrow();
        Path used = files.find(WORKING, "run/00000.mp4").orElseThrow();
        assertThat(files.find(COMPLETE, "original")).contains(unused);
        assertThat(files.find(COMPLETE, "missing/00000.mp4")).isEmpty();
        assertThat(fetched).hasSize(3);
        unused.getParent().toFile().setLastModified(System.currentTimeMillis() - 660_000);

        Path last = files.find(UNKNOWN, "original").orElseThrow();

        assertThat(unused.getParent()).doesNotExist();
        assertThat(List.of(used, last)).allSatisfy(copy -> assertThat(copy).hasContent(CONTENT));
    }

    @Test
    void each_run_publishes_under_a_key_of_its_own_and_only_what_the_record_names_is_kept() {
        put(COMPLETE, "original", 1);
        String first = publish("first");
        String last = publish("last");
        assertThat(objects.keySet())
                .containsExactlyInAnyOrder(key(COMPLETE, "original"), key(COMPLETE, first), key(COMPLETE, last));
        Path copy = files.find(COMPLETE, last).orElseThrow();
        assertThat(copy).hasContent("last");

        files.keepOnly(COMPLETE, Set.of("original", last));

        await().until(() -> objects.keySet().equals(Set.of(key(COMPLETE, "original"), key(COMPLETE, last))));
        assertThat(copy).doesNotExist();
    }

    @Test
    void a_call_on_a_connection_that_has_ended_is_made_again() {
        put(COMPLETE, "original", 1);
        AtomicInteger ended = new AtomicInteger(2);
        S3Client reusing = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (ended.getAndDecrement() > 0) {
                        throw new UncheckedIOException(new SocketException("ended"));
                    }
                    return method.invoke(client, arguments);
                });

        assertThat(store(reusing).find(COMPLETE, "original")).isPresent();
    }

    private String publish(String content) {
        UUID token = UUID.randomUUID();
        String file = files.prefix(token) + "large.jpg";
        files.publish(COMPLETE, file, token, to -> to.write(content.getBytes()));
        return file;
    }

    private S3FileStore store(S3Client client) {
        return new S3FileStore(client, new Fixed("bucket", Optional.empty(), Optional.empty(), true)) {
            {
                home = folder;
            }
        };
    }

    private void sweep() {
        files.sweep(
                AGE,
                id -> id.equals(UNKNOWN)
                        ? Optional.empty()
                        : Optional.of(
                                name -> id.equals(WORKING) || name.startsWith("last/") || name.equals("original")));
    }

    private String put(UUID record, String file, int minutes) {
        return put(key(record, file), minutes);
    }

    private static String key(UUID record, String file) {
        return "photos/" + record + "/" + file;
    }

    private String put(String key, int minutes) {
        objects.put(key, minutes);
        return key;
    }

    private void answer(HttpExchange request) throws IOException {
        String[] path = request.getRequestURI().getPath().split("/", 3);
        byte[] answer = {};
        int status = 200;
        if (request.getRequestMethod().equals("DELETE")) {
            objects.remove(path[2]);
        } else if (request.getRequestMethod().equals("PUT")) {
            request.getRequestBody().readAllBytes();
            objects.put(path[2], 0);
        } else if (path.length < 3 || path[2].isEmpty()) {
            answer = list(query(request)).getBytes();
        } else {
            fetched.add(path[2]);
            status = objects.containsKey(path[2]) ? 200 : 404;
            answer = status == 200 ? CONTENT.getBytes() : answer;
        }
        request.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        request.getResponseBody().write(answer);
        request.close();
    }

    private static Map<String, String> query(HttpExchange request) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : request.getRequestURI().getQuery().split("&")) {
            query.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=?", ""));
        }
        return query;
    }

    /** A page of a thousand keys. Its token is its last key. */
    private String list(Map<String, String> query) {
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        pages.add(after);
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(query.get("prefix")) && key.compareTo(after) > 0)
                .limit(1001)
                .toList();
        boolean more = keys.size() > 1000;
        String contents = keys.stream()
                .limit(1000)
                .map(key -> "<Contents><Key>%s</Key><LastModified>%s</LastModified><Size>1</Size></Contents>"
                        .formatted(key, Instant.now().minus(Duration.ofMinutes(objects.get(key)))))
                .collect(Collectors.joining());
        return "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
                .formatted(
                        more,
                        more ? "<NextContinuationToken>" + keys.get(999) + "</NextContinuationToken>" : "",
                        contents);
    }
}
