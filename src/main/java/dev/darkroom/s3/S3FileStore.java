package dev.darkroom.s3;

import dev.darkroom.media.DiskFileStore;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Stores each file as an object that is never replaced. Decoders, ffmpeg and answers read local copies: a disk store in the
 * folder for temporary files, which the first process of a home empties.
 */
@Singleton
@Identifier("photos")
@LookupIfProperty(name = "darkroom.storage", stringValue = "s3")
class S3FileStore extends DiskFileStore {

    private static final Logger LOG = Logger.getLogger("s3");

    /** Keys that one sweep lists. The next one goes on after the last of them. */
    private static final int MOST_LISTED = 20_000;

    /** The idle connections that the JDK keeps. A call on one that has ended fails at once. */
    private static final int MOST_IDLE = 5;

    private static final long AT_ONCE = Duration.ofSeconds(1).toNanos();

    private final String type;
    private final S3Client client;
    private final Settings settings;
    private final AtomicLong copied = new AtomicLong();
    private String swept = "";

    /** A settlement does not wait for a removal. The sweep removes what a killed process has left. */
    private final ExecutorService removals = new ForkJoinPool(1);

    @Inject
    S3FileStore(S3Client client, Settings settings) {
        this("photos", client, settings);
    }

    private S3FileStore(String type, S3Client client, Settings settings) {
        super("tmp/" + type);
        this.type = type;
        this.client = client;
        this.settings = settings;
    }

    @Singleton
    @Identifier("videos")
    @LookupIfProperty(name = "darkroom.storage", stringValue = "s3")
    static class Videos extends S3FileStore {
        Videos(S3Client client, Settings settings) {
            super("videos", client, settings);
        }
    }

    /** Fails the start if there is no such storage, or if the client refuses its settings, such as a missing region. */
    static void check(
            @Observes StartupEvent event,
            @ConfigProperty(name = "darkroom.storage") String storage,
            Instance<S3Client> client) {
        if (storage.equals("s3")) {
            try {
                client.get().serviceName();
            } catch (RuntimeException e) {
                throw new ConfigurationException("S3 cannot be used. Is darkroom.s3.region set? "
                        + ExceptionUtil.getRootCause(e).getMessage());
            }
        } else if (!storage.equals("file")) {
            throw new ConfigurationException("darkroom.storage (%s) must be file or s3.".formatted(storage));
        }
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public String prefix(UUID token) {
        return token + "/";
    }

    @Override
    public void keepOriginal(UUID record, Path uploaded) {
        put(record, ORIGINAL, uploaded);
    }

    @Override
    public Path original(UUID record) {
        fetch(record, ORIGINAL);
        return super.original(record);
    }

    @Override
    public void publish(UUID record, String file, UUID token, Content content) {
        Path copy = place(record, file);
        super.publish(record, file, token, content);
        put(record, file, copy);
        makeRoom(copy);
    }

    /** A page waits for the answer. */
    @Override
    public boolean has(UUID record, String file) {
        return call(() -> client.headObject(head -> head.bucket(settings.bucket())
                        .key(key(record, file))
                        .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofSeconds(2)))))
                .isPresent();
    }

    /** Before the settlement a record names no run. All runs make the same files, so one of any run is returned. */
    @Override
    public Optional<Path> find(UUID record, String file) {
        if (fetch(record, file) || file.contains("/")) {
            return super.find(record, file);
        }
        return list(key(record, ""), "").stream()
                .map(object -> part(object, 2))
                .filter(name -> name.endsWith("/" + file) && fetch(record, name))
                .findFirst()
                .flatMap(name -> super.find(record, name));
    }

    @Override
    public void keepOnly(UUID record, Set<String> names) {
        super.keepOnly(record, Set.of());
        removals.submit(() -> remove(list(key(record, ""), ""), names::contains));
    }

    @Override
    public synchronized void sweep(Duration age, Function<UUID, Optional<Predicate<String>>> named) {
        super.sweep(age, unused -> Optional.empty());
        List<S3Object> objects = list(type + "/", swept);
        swept = objects.size() < MOST_LISTED ? "" : objects.get(MOST_LISTED - 1).key();
        Instant limit = Instant.now().minus(age);
        objects.stream()
                .filter(object -> object.lastModified().isBefore(limit) && isOfRecord(part(object, 1)))
                .collect(Collectors.groupingBy(object -> UUID.fromString(part(object, 1))))
                .forEach((record, old) -> remove(old, named.apply(record).orElse(name -> false)));
    }

    private void remove(List<S3Object> objects, Predicate<String> kept) {
        objects.stream()
                .filter(object -> !kept.test(part(object, 2)))
                .forEach(object -> call(() -> client.deleteObject(
                        delete -> delete.bucket(settings.bucket()).key(object.key()))));
    }

    private List<S3Object> list(String prefix, String after) {
        return call(() -> client
                        .listObjectsV2Paginator(list ->
                                list.bucket(settings.bucket()).prefix(prefix).startAfter(after))
                        .contents()
                        .stream()
                        .limit(MOST_LISTED)
                        .toList())
                .orElse(List.of());
    }

    /** Atomic: the object is there as a whole, or not at all. */
    private void put(UUID record, String file, Path content) {
        call(() -> client.putObject(put -> put.bucket(settings.bucket()).key(key(record, file)), content))
                .orElseThrow(() -> new FileStoreFailure("the bucket does not exist"));
    }

    /** Returns whether a local copy is there. */
    private boolean fetch(UUID record, String file) {
        Path copy = place(record, file);
        if (Files.exists(copy)) {
            return true;
        }
        Path part = copy.resolveSibling(UUID.randomUUID() + ".part");
        boolean fetched =
                call(() -> client.getObject(get -> get.bucket(settings.bucket()).key(key(record, file)), part))
                                .isPresent()
                        && part.toFile().renameTo(copy.toFile());
        makeRoom(copy);
        return fetched;
    }

    /** Returns the path of a copy in a folder that exists. The time of the record's folder shows that it is in use. */
    private Path place(UUID record, String file) {
        Path copy = super.original(record).resolveSibling(file);
        copy.toFile().getParentFile().mkdirs();
        super.original(record).toFile().getParentFile().setLastModified(System.currentTimeMillis());
        return copy;
    }

    /** No run goes on for ten minutes without a new file, and no answer takes that long. */
    private void makeRoom(Path copy) {
        if (copied.addAndGet(copy.toFile().length()) > settings.copies().asLongValue()) {
            copied.set(0);
            super.sweep(Duration.ofMinutes(10), unused -> Optional.empty());
        }
    }

    private String key(UUID record, String file) {
        return type + "/" + record + "/" + file;
    }

    private static String part(S3Object object, int number) {
        return object.key().split("/", 3)[number];
    }

    /** Empty if the object does not exist. The SDK does not retry a call on an idle connection that the server has closed. */
    private static <T> Optional<T> call(Supplier<T> call) {
        return call(call, MOST_IDLE);
    }

    /** A visitor reads the sentence of the failure, an operator the log. */
    private static <T> Optional<T> call(Supplier<T> call, int retries) {
        long begun = System.nanoTime();
        try {
            return Optional.of(call.get());
        } catch (SdkException | UncheckedIOException e) {
            if (e instanceof UncheckedIOException && retries > 0 && System.nanoTime() - begun < AT_ONCE) {
                return call(call, retries - 1);
            }
            int status = e instanceof S3Exception answer ? answer.statusCode() : 0;
            if (status == 404) {
                return Optional.empty();
            }
            LOG.warnf("a call to S3 failed: %s", e.getMessage());
            throw new FileStoreFailure("the file storage " + (status == 0 ? "does not answer" : "answers " + status));
        }
    }

    /** The AWS SDK finds the credentials. */
    @ConfigMapping(prefix = "darkroom.s3")
    interface Settings {

        @WithDefault("darkroom")
        String bucket();

        /** That of AWS if not set. */
        Optional<URI> endpoint();

        Optional<String> region();

        /** Whether the bucket's name is in the path of an address, not in its host. */
        @WithDefault("false")
        boolean pathStyle();

        /** The limit of one call, such as the transfer of a file; shorter than the deadlines. */
        @WithDefault("45s")
        Duration timeout();

        /** Bytes of new local copies after which unused ones are removed. */
        @WithDefault("2G")
        MemorySize copies();
    }
}
