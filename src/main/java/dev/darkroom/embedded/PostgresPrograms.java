package dev.darkroom.embedded;

import dev.darkroom.embedded.EmbeddedServices.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the jar into the home. In /tmp, cleaners would remove them, other users could
 * replace them, and some machines run no programs.
 */
record PostgresPrograms(Path folder) {

    /** initdb and pg_ctl pass their own path to a shell. */
    private static final Predicate<String> UNUSABLE =
            Pattern.compile("[$`\"\n]").asPredicate();

    /** The size of the archive, and then a checksum of each file. */
    private static final String CONTENTS = "contents";

    /** Unpacks the programs, unless each file is still there as it was unpacked. */
    static PostgresPrograms unpacked(Path folder) throws IOException {
        if (UNUSABLE.test(folder.toString())) {
            throw new StartupFailure("PostgreSQL cannot work in the folder " + folder
                    + ", because its name contains $, ` or \": choose another home with -Ddarkroom.home=…"
                    + PostgresServer.OR_YOUR_OWN);
        }
        PostgresPrograms programs = new PostgresPrograms(folder);
        URL archive = archive();
        if (!programs.areIntact(archive)) {
            programs.unpack(archive);
        }
        if (!programs.isExecutable()) {
            throw new StartupFailure("Programs cannot run in the folder " + folder
                    + " (its disk may be mounted noexec): choose another home with -Ddarkroom.home=…"
                    + PostgresServer.OR_YOUR_OWN);
        }
        return programs;
    }

    /** Runs a program in that folder, appends its output to the log, and returns whether it succeeded. */
    boolean run(Path workingDirectory, Path log, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            // PostgreSQL refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        // The environment may name a locale that this machine lacks, or settings of another PostgreSQL.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + program + " runs");
        }
    }

    /** The major version, such as 18. */
    String version() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("share/postgresql/postgres.bki"))) {
            return lines.findFirst().orElse("").replace("# PostgreSQL ", "").strip();
        }
    }

    private Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private boolean isExecutable() {
        return Stream.of("initdb", "pg_ctl", "postgres")
                .map(this::program)
                .allMatch(program -> Files.isExecutable(program)
                        || Files.isExecutable(program.resolveSibling(program.getFileName() + ".exe")));
    }

    private static URL archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch");
        String resource = "/postgres-%s-%s.txz".formatted(name, processor.equals("aarch64") ? "arm_64" : "x86_64");
        URL archive = PostgresPrograms.class.getResource(resource);
        if (archive == null) {
            throw new StartupFailure("This jar brings no PostgreSQL for " + name + " on " + processor
                    + ": build it on this machine" + PostgresServer.OR_YOUR_OWN);
        }
        return archive;
    }

    private boolean areIntact(URL archive) throws IOException {
        Path contents = folder.resolve(CONTENTS);
        if (Files.notExists(contents)) {
            return false;
        }
        List<String> lines = Files.readAllLines(contents);
        return lines.size() > 1
                && lines.get(0).equals(size(archive))
                && lines.subList(1, lines.size()).parallelStream().allMatch(this::isIntact)
                && isExecutable();
    }

    private static String size(URL archive) throws IOException {
        return Long.toString(archive.openConnection().getContentLengthLong());
    }

    private boolean isIntact(String line) {
        try {
            return line.equals(line(folder.resolve(line.substring(line.indexOf(' ') + 1))));
        } catch (IOException e) {
            return false;
        }
    }

    private String line(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(Files.readAllBytes(file));
        return checksum.getValue() + " " + folder.relativize(file).toString().replace('\\', '/');
    }

    /** The folder gets its name last: an unpacking that is cut off is not found. */
    private void unpack(URL archive) throws IOException {
        PostgresPrograms part = new PostgresPrograms(folder.resolveSibling(folder.getFileName() + ".part"));
        DataDirectory.delete(part.folder);
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream files = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                part.unpack(entry, files);
            }
        }
        Files.write(part.folder.resolve(CONTENTS), part.contents(archive));
        DataDirectory.delete(folder);
        Files.move(part.folder, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        if (file.startsWith(folder.resolve("bin")) && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private List<String> contents(URL archive) throws IOException {
        List<String> lines = new ArrayList<>(List.of(size(archive)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.add(line(file));
            }
        }
        return lines;
    }
}
