package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of the videos in a home, and the programs of ffmpeg that work for them. */
record VideoFiles(Path home) {

    private static final Path CLIPS = Path.of("target").toAbsolutePath();
    private static final int RATE = 30;
    private static final int SQUARES = 16;

    /** Black and white squares along the bottom of a frame show its number in binary. */
    private static final String COUNTED =
            """
            testsrc2=s=320x180:r=30:d=60[picture];
            color=black:s=16x2:r=30:d=60,format=yuv420p,geq=lum='16+219*mod(floor(N/pow(2\\,X))\\,2)':cb=128:cr=128,
            scale=320:24:flags=neighbor[bar];[picture][bar]overlay=0:H-h:shortest=1,format=yuv420p""";

    private static final String BAR = "crop=iw:ih/8:0:ih*7/8,scale=%d:1:flags=area,format=gray".formatted(SQUARES);

    /** A clip with sound and numbered frames. The application has unpacked ffmpeg before. */
    byte[] clip(int seconds) {
        return made("counted-%d.mp4".formatted(seconds), part -> {
            run(
                    "ffmpeg -f lavfi -i PICTURE -f lavfi -i sine=440:d=60 -c:v libopenh264 -b:v 400k -g 60"
                            + " -c:a aac -b:a 48k -t " + seconds,
                    COUNTED,
                    part);
        });
    }

    /** Two minutes of 720p, which take long to transcode. */
    byte[] longClip() {
        return made("long.mp4", part -> {
            Path first = part.resolveSibling("short.mp4");
            run("ffmpeg -f lavfi -i PICTURE -c:v libopenh264 -b:v 1M -g 60", "testsrc2=s=1280x720:r=30:d=4", first);
            run("ffmpeg -stream_loop 29 -i PICTURE -c copy", first, part);
        });
    }

    /** Made once, because encoding takes seconds. */
    private byte[] made(String name, Consumer<Path> encoding) {
        synchronized (VideoFiles.class) {
            Path clip = CLIPS.resolve(name);
            if (Files.notExists(clip)) {
                Path part = home.resolve(name);
                encoding.accept(part);
                move(part, clip);
            }
            return content(clip);
        }
    }

    /** The numbers of all frames, as the squares show them, of a file that can be decoded to its end. */
    List<Integer> frames(Path video) {
        byte[] bars = run(
                "ffmpeg -xerror -i PICTURE -map 0:a -f null - -map 0:v -vf " + BAR
                        + " -fps_mode passthrough -f rawvideo",
                video,
                "pipe:1");
        return IntStream.range(0, bars.length / SQUARES)
                .map(frame -> IntStream.range(0, SQUARES)
                        .map(bit -> (bars[frame * SQUARES + bit] & 0xFF) > 127 ? 1 << bit : 0)
                        .sum())
                .boxed()
                .toList();
    }

    int packets(Path video) {
        String count = "ffprobe -count_packets -select_streams v:0 -show_entries stream=nb_read_packets -of csv=p=0 -i";
        return Integer.parseInt(new String(run(count, null, video)).strip());
    }

    /** Asserts that the results are there and nothing else, and that no frame is lost, doubled or out of its place. */
    void assertTranscoded(String status, int seconds) {
        assertThat(names(folder(status))).hasSize(2);
        assertTranscoded(result(status), seconds);
    }

    /** Asserts that no frame is lost, doubled or out of its place. */
    void assertTranscoded(Path video, int seconds) {
        assertThat(packets(video)).isEqualTo(seconds * RATE);
        assertThat(frames(video))
                .isEqualTo(IntStream.range(0, seconds * RATE).boxed().toList());
    }

    Path result(String status) {
        return folder(status)
                .resolve(names(folder(status)).stream()
                        .filter(name -> name.startsWith("video-") && name.endsWith(".mp4"))
                        .findFirst()
                        .orElseThrow());
    }

    /** The names of the files and run folders of a video. */
    Set<String> names(String status) {
        return names(folder(status));
    }

    /** The segments that a run has begun, whether they are whole or not. */
    Set<Integer> begun(String status, String token) {
        return numbers(status, token, ".*");
    }

    /** The segments that a run has encoded to their end: ffmpeg has opened the next one, or they are published. */
    Set<Integer> encoded(String status, String token) {
        Set<Integer> begun = begun(status, token);
        Set<Integer> published = numbers(status, token, "mp4");
        return begun.stream()
                .filter(number -> published.contains(number) || begun.contains(number + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Removes the notes about the children of a run, which those on other machines cannot use. */
    void removeNotes(String status, String token) {
        Path run = folder(status).resolve(token);
        names(run).stream()
                .filter(name -> name.startsWith("child-"))
                .forEach(name -> assertThat(run.resolve(name).toFile().delete()).isTrue());
    }

    private Set<Integer> numbers(String status, String token, String ending) {
        return names(folder(status).resolve(token)).stream()
                .filter(name -> name.matches("\\d{5}\\.(part|mp4)") && name.matches("\\d{5}\\." + ending))
                .map(name -> Integer.valueOf(name.substring(0, 5)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The processes that work for a video: ffmpeg or ffprobe, and the shells that watch over them. */
    static List<ProcessHandle> children(String status) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(HttpVisitor.id(status)))
                .toList();
    }

    /** The ffmpeg that works for a video. */
    static List<ProcessHandle> ffmpeg(String status) {
        return children(status).stream()
                .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
                .toList();
    }

    private Path folder(String status) {
        return home.resolve("videos").resolve(HttpVisitor.id(status));
    }

    /** Runs a program of the home, and returns its output. The file comes last; PICTURE stands for the input. */
    private byte[] run(String words, Object input, Object file) {
        try (Stream<Path> versions = Files.list(home.resolve("ffmpeg"))) {
            List<String> command = Stream.concat(Stream.of(words.split(" ")), Stream.of(file.toString()))
                    .map(word -> word.equals("PICTURE") ? input.toString() : word)
                    .collect(Collectors.toCollection(ArrayList::new));
            Path program = versions.map(version -> version.resolve(command.get(0)))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            command.set(0, program.toString());
            command.addAll(1, List.of("-v", "error"));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
            builder.environment().put("LD_LIBRARY_PATH", program.getParent().toString());
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as("%s", command).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> names(Path folder) {
        if (Files.notExists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
