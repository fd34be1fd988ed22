package dev.darkroom.tour;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The document {@code src/docs/tour.md}, with buttons where it says "try", and with the lines that it tells to read. */
@ApplicationScoped
class Tour {

    private static final String DOCUMENT = "docs/tour.md";
    private static final String DOCUMENTS = ".md";
    private static final String READ_IT = "Read it.";
    /** What is said in passing. */
    private static final List<String> NOTES = List.of(READ_IT, "The test.", "Elsewhere.");

    private static final Pattern STOP = Pattern.compile("(\\d+)\\. (.+)");
    private static final Pattern TRIAL = Pattern.compile("<!-- try: (.+) \\| (.+) -->");

    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .attributeProviderFactory(context -> Tour::attributes)
            .nodeRendererFactory(BreakableCode::new)
            .build();

    /** Written anew for each visit: in dev mode the document may have changed. */
    List<TourPart> parts() {
        Node document = Parser.builder().build().parse(Source.text(DOCUMENT).orElseThrow());
        List<TourPart> parts = new ArrayList<>();
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            add(parts, block);
        }
        return parts;
    }

    private void add(List<TourPart> parts, Node block) {
        Matcher trial = TRIAL.matcher(block instanceof HtmlBlock html ? html.getLiteral() : "");
        if (trial.matches()) {
            parts.add(TourPart.trial(trial.group(1), trial.group(2)));
            return;
        }
        Matcher stop = STOP.matcher(block instanceof Heading ? text(block) : "");
        if (stop.matches()) {
            parts.add(TourPart.stop(stop.group(1), stop.group(2)));
        } else if (!(block instanceof BlockQuote)) {
            // A quote is for who reads the file, and not the page.
            addText(parts, block);
        }
    }

    private void addText(List<TourPart> parts, Node block) {
        List<SourceLink> links = leadIntoTheProgram(block);
        if (beginsWith(block, READ_IT)) {
            leaveOutLinks(block);
            parts.add(TourPart.html(renderer.render(block)));
            links.forEach(link -> parts.add(TourPart.excerpt(link)));
        } else {
            parts.add(TourPart.html(renderer.render(block)));
        }
    }

    /** What they lead to follows. */
    private static void leaveOutLinks(Node block) {
        for (Node child = block.getFirstChild(), next; child != null; child = next) {
            next = child.getNext();
            if (child instanceof Link) {
                child.unlink();
            }
        }
    }

    /** Links to files become links to the pages that show them. */
    private static List<SourceLink> leadIntoTheProgram(Node block) {
        List<SourceLink> links = new ArrayList<>();
        block.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                SourceLink.of(link.getDestination(), text(link)).ifPresent(source -> {
                    link.setDestination(source.address());
                    links.add(source);
                });
                if (link.getDestination().endsWith(DOCUMENTS)) {
                    leaveOnlyWords(link);
                }
            }
        });
        return links;
    }

    /** The program shows no other document. */
    private static void leaveOnlyWords(Link link) {
        for (Node child = link.getLastChild(), before; child != null; child = before) {
            before = child.getPrevious();
            link.insertAfter(child);
        }
        link.unlink();
    }

    private static void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Link link && link.getDestination().startsWith("/source/")) {
            attributes.put("data-source", "");
        }
        if (NOTES.stream().anyMatch(words -> beginsWith(node, words))) {
            attributes.put("class", "tour-note");
        }
    }

    /** Whether it is a paragraph whose first words are strong, and begin so. */
    private static boolean beginsWith(Node block, String words) {
        return block instanceof Paragraph
                && block.getFirstChild() instanceof StrongEmphasis strong
                && text(strong).startsWith(words);
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text plain) {
                text.append(plain.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }
        });
        return text.toString();
    }
}
