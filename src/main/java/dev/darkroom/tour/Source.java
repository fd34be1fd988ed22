package dev.darkroom.tour;

import com.github.javaparser.JavaParser;
import com.github.javaparser.JavaToken;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The source of one class of this program, as it was when the program was built. */
final class Source {

    private static final Pattern NAME = Pattern.compile("(test/)?([a-z]+/)?[A-Z][A-Za-z0-9]*");
    private static final String ROOT = "dev/darkroom/";

    private final String name;
    private final CompilationUnit unit;

    private Source(String name, CompilationUnit unit) {
        this.name = name;
        this.unit = unit;
    }

    /**
     * @param name such as {@code jobs/Relay}, or {@code test/jobs/DurableJobTest}
     * @return nothing if there is no such class, or the name is none
     */
    static Optional<Source> of(String name) {
        return NAME.matcher(name).matches()
                ? text(path(name)).map(text -> new Source(name, parse(text)))
                : Optional.empty();
    }

    String name() {
        return name;
    }

    /** Where it stands in the project. */
    String path() {
        return "src/" + path(name).replaceFirst("/", "/java/");
    }

    boolean hasMember(String member) {
        return !members(member).isEmpty();
    }

    /** Its text from the first to the last character of each member of that name, its comment included. */
    String textOf(String member) {
        StringBuilder text = new StringBuilder();
        members(member).forEach(found -> text.append(found));
        return text.toString();
    }

    /** All lines; those of the members of that name are lit. */
    List<SourceLine> lines(String member) {
        List<Node> lit = members(member);
        LinesOfTokens lines = new LinesOfTokens();
        for (JavaToken token : unit.getTokenRange().orElseThrow()) {
            lines.add(token);
        }
        return lines.lit(line -> lit.stream().anyMatch(node -> first(node) <= line && line <= last(node)));
    }

    /** Methods, and fields: a statement of SQL is one. */
    private List<Node> members(String name) {
        List<Node> members = new ArrayList<>(unit.findAll(
                CallableDeclaration.class, one -> one.getNameAsString().equals(name)));
        members.addAll(unit.findAll(FieldDeclaration.class, one -> one.getVariables().stream()
                .anyMatch(field -> field.getNameAsString().equals(name))));
        return members;
    }

    private static int first(Node node) {
        int declared = node.getBegin().orElseThrow().line;
        return node.getComment()
                .flatMap(Node::getBegin)
                .map(comment -> Math.min(comment.line, declared))
                .orElse(declared);
    }

    private static int last(Node node) {
        return node.getEnd().orElseThrow().line;
    }

    private static String path(String name) {
        return name.startsWith("test/")
                ? "test/" + ROOT + name.substring("test/".length()) + ".java"
                : "main/" + ROOT + name + ".java";
    }

    private static CompilationUnit parse(String text) {
        ParserConfiguration language =
                new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17);
        return new JavaParser(language).parse(text).getResult().orElseThrow();
    }

    /** @param path below the folder that the build packages */
    static Optional<String> text(String path) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("source/" + path)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
