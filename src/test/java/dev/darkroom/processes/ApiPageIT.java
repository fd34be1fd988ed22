package dev.darkroom.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands of api.md, run in one shell against a running Darkroom. */
@Tag("processes")
class ApiPageIT {

    private static final Path PAGE = Path.of("src", "docs", "api.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|text)\n(.*?)^```$");
    private static final String NEXT = "---- the next block ----";

    /** @param seen the expected lines, in this order; … matches anything */
    private record Block(String commands, List<String> seen) {}

    @Test
    void each_block_of_commands_has_the_output_on_the_page() throws Exception {
        List<Block> blocks = blocks();
        assertThat(blocks)
                .as("blocks with the expected output")
                .filteredOn(block -> !block.seen().isEmpty())
                .hasSizeGreaterThan(15);

        List<List<String>> shown;
        try (ApplicationProcess darkroom = new ApplicationProcess("api").start()) {
            shown = run(blocks, darkroom);
        }

        assertThat(shown).hasSameSizeAs(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            assertShown(blocks.get(i), shown.get(i));
        }
    }

    private static void assertShown(Block block, List<String> shown) {
        int from = 0;
        for (String line : block.seen()) {
            Pattern wanted = pattern(line);
            int at = from;
            while (at < shown.size() && !wanted.matcher(shown.get(at)).matches()) {
                at++;
            }
            assertThat(at)
                    .as("%n%s%nmust show%n%s%nand shows%n%s", block.commands(), line, String.join("\n", shown))
                    .isLessThan(shown.size());
            from = line.startsWith("HTTP/") ? at + 1 : from;
        }
        List<String> statuses =
                shown.stream().filter(line -> line.startsWith("HTTP/")).toList();
        List<String> expected =
                block.seen().stream().filter(line -> line.startsWith("HTTP/")).toList();
        assertThat(statuses).as("answers to%n%s", block.commands()).hasSameSizeAs(expected);
    }

    /** A job may be complete before the answer to its submission. */
    private static Pattern pattern(String line) {
        return Pattern.compile(
                Arrays.stream(line.split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"))
                        .replace("\"processing\"", "\"\\E(processing|complete)\\Q\""),
                line.startsWith("{") ? 0 : Pattern.CASE_INSENSITIVE);
    }

    private static List<List<String>> run(List<Block> blocks, ApplicationProcess darkroom) throws IOException {
        String commands = blocks.stream().map(Block::commands).collect(Collectors.joining("\necho '" + NEXT + "'\n"));
        ProcessBuilder shell = new ProcessBuilder("timeout", "120", "bash", "-c", commands).redirectErrorStream(true);
        shell.environment().put("BASE", darkroom.url());
        String output = new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of(output.replace("\r", "").split(NEXT + "\n", -1))
                .map(part -> part.lines().toList())
                .toList();
    }

    /** Each block of commands with the block of text that follows it, if there is one. */
    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(Files.readString(PAGE));
        while (found.find()) {
            if (found.group(1).equals("sh")) {
                blocks.add(new Block(found.group(2), List.of()));
            } else {
                Block before = blocks.remove(blocks.size() - 1);
                blocks.add(new Block(before.commands(), found.group(2).lines().toList()));
            }
        }
        return blocks;
    }
}
