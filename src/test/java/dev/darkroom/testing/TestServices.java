package dev.darkroom.testing;

import dev.darkroom.embedded.EmbeddedServices;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The embedded servers with an empty home. SMTP and the gateway are behind a {@link TcpProxy}. */
public class TestServices implements QuarkusTestResourceLifecycleManager {

    /** The lowest cost of bcrypt. */
    private static final int FAST = 4;

    private static final Path HOME = Path.of("target", "test-home").toAbsolutePath();

    /** A home with nothing but the unpacked programs of PostgreSQL, which others link to. */
    public static final Path PROGRAMS = Path.of("target", "programs").toAbsolutePath();

    private EmbeddedServices services;

    @Override
    public Map<String, String> start() {
        delete(HOME);
        linkPrograms(PROGRAMS, HOME);
        Map<String, String> configured = Map.of("darkroom.home", HOME.toString(), "darkroom.postgres.port", "0");
        services = EmbeddedServices.start(configured::get);
        linkPrograms(HOME, PROGRAMS);
        Map<String, String> settings = new HashMap<>(configured);
        settings.putAll(services.settings());
        TcpProxy.SMTP.open(Integer.parseInt(settings.get("quarkus.mailer.port")));
        // Each test forwards it to the port of its application.
        TcpProxy.GATEWAY.open(0);
        settings.put("darkroom.operator.email", ApiVisitor.OPERATOR);
        settings.put("darkroom.operator.password-hash", BcryptUtil.bcryptHash(ApiVisitor.PASSWORD, FAST));
        settings.put("quarkus.mailer.port", Integer.toString(TcpProxy.SMTP.port()));
        settings.put("darkroom.gateway.url", "http://127.0.0.1:" + TcpProxy.GATEWAY.port());
        return settings;
    }

    @Override
    public void stop() {
        TcpProxy.SMTP.close();
        TcpProxy.GATEWAY.close();
        services.close();
    }

    /** Links the unpacked programs of PostgreSQL from one home to another, because unpacking takes seconds. */
    public static void linkPrograms(Path from, Path to) {
        Path programs = Path.of("postgres", "programs");
        if (Files.notExists(from.resolve(programs)) || Files.exists(to.resolve(programs))) {
            return;
        }
        try (Stream<Path> files = Files.walk(from.resolve(programs))) {
            for (Path file : files.toList()) {
                Path link = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(link);
                } else {
                    Files.createLink(link, file.toRealPath());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the folder with its contents. */
    public static void delete(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
