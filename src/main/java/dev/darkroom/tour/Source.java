package dev.darkroom.tour;

import com.github.javaparser.JavaParser;
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
import java.util.Set;
import java.util.regex.Pattern;

/** The source of one class, as packaged by the build, and its path in the project. */
record Source(String path, String text) {

    private static final Pattern NAME = Pattern.compile("(test/)?([a-z]+/)?[A-Z][A-Za-z0-9]*");

    /** Finds a class by a name such as {@code jobs/Relay}. A name has no dots, so it cannot leave the folder. */
    static Optional<Source> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        String root = name.startsWith("test/") ? "test" : "main";
        String file = "dev/darkroom/" + name.replaceFirst("^test/", "") + ".java";
        return read("source/" + root + "/" + file).map(text -> new Source("src/" + root + "/java/" + file, text));
    }

    /** The same class with its members at the left margin. */
    Source outdented() {
        return new Source(path, text.replaceAll("(?m)^ {4}", ""));
    }

    /** Returns all lines, with the members of these names highlighted. The names are separated by commas. */
    List<SourceLine> lines(String names) {
        CompilationUnit unit = parse(text);
        List<Node> members = members(unit, Set.of(names.split(",")));
        return SourceLine.of(unit.getTokenRange().orElseThrow(), line -> members.stream()
                .anyMatch(
                        node -> firstLine(node) <= line && line <= node.getEnd().orElseThrow().line));
    }

    /** Returns methods, constructors and fields. SQL statements are fields. */
    private static List<Node> members(CompilationUnit unit, Set<String> names) {
        List<Node> members = new ArrayList<>(
                unit.findAll(CallableDeclaration.class, method -> names.contains(method.getNameAsString())));
        members.addAll(unit.findAll(FieldDeclaration.class, field -> field.getVariables().stream()
                .anyMatch(variable -> names.contains(variable.getNameAsString()))));
        return members;
    }

    private static int firstLine(Node node) {
        int declared = node.getBegin().orElseThrow().line;
        return node.getComment()
                .flatMap(Node::getBegin)
                .map(comment -> Math.min(comment.line, declared))
                .orElse(declared);
    }

    private static CompilationUnit parse(String text) {
        ParserConfiguration java17 =
                new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17);
        return new JavaParser(java17).parse(text).getResult().orElseThrow();
    }

    private static Optional<String> read(String resource) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
