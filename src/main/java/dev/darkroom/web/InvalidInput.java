package dev.darkroom.web;

/** Something in the request is not as it has to be. */
public class InvalidInput extends HttpRefusal {

    public InvalidInput(String message) {
        super(400, message);
    }
}
