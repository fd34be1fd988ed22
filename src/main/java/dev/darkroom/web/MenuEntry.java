package dev.darkroom.web;

/** A place in the menu for what is not always there: {@code web} knows no features. The one of highest priority comes first. */
public interface MenuEntry {

    String path();

    String word();

    /** Whether this visitor may enter. */
    boolean isOpen();
}
