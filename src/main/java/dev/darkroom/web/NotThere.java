package dev.darkroom.web;

/** There is no such thing, or it is somebody else's: the answer must not tell which. */
public class NotThere extends HttpRefusal {

    public NotThere() {
        super(404, "There is nothing here, or it is not yours.");
    }
}
