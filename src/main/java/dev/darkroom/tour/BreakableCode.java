package dev.darkroom.tour;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Code in a text, whose long names may be broken where their words end. */
final class BreakableCode implements NodeRenderer {

    private static final String AFTER_A_WORD = "(?<=[._])";

    private final HtmlWriter html;

    BreakableCode(HtmlNodeRendererContext context) {
        this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Code.class);
    }

    @Override
    public void render(Node node) {
        html.tag("code");
        String[] words = ((Code) node).getLiteral().split(AFTER_A_WORD);
        for (int i = 0; i < words.length; i++) {
            if (i > 0) {
                html.tag("wbr", Map.of());
            }
            html.text(words[i]);
        }
        html.tag("/code");
    }
}
