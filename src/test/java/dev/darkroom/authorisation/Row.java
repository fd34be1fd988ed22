package dev.darkroom.authorisation;

import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A line of the matrix.
 *
 * @param route method and path, as the program declares them
 * @param programs the status that each {@link Role} gets, in their order
 * @param people the same for a browser
 * @param sends what the request carries
 */
record Row(String route, String programs, String people, UnaryOperator<RequestSpecification> sends) {

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<String> DOORS = Set.of("POST /signup", "POST /login", "POST /logout");

    static Row row(String route, String programs) {
        // A person who is not signed in is led to where one does that.
        return new Row(route, programs, programs.replace("401", "302"), request -> request);
    }

    Row people(String statuses) {
        return new Row(route, programs, statuses, sends);
    }

    Row sending(UnaryOperator<RequestSpecification> body) {
        return new Row(route, programs, people, body);
    }

    String method() {
        return route.substring(0, route.indexOf(' '));
    }

    String path() {
        return route.substring(route.indexOf(' ') + 1);
    }

    String address(String subject) {
        return path().replace("{rendition}", "thumb").replaceFirst("\\{\\w+}", subject);
    }

    boolean changesSomething() {
        return !SAFE.contains(method());
    }

    /** Whoever goes through it is somebody else then, or nobody. */
    boolean isADoor() {
        return DOORS.contains(route);
    }

    /** The company is on the other side of the world: it knows no sessions, so nobody's can be abused. */
    boolean isOfTheCompany() {
        return path().startsWith("/gateway/");
    }

    /** Whether it is about something that is the owner's alone, or the owner's and the operator's. */
    boolean isAboutSomebodys() {
        return programs.split(" ")[Role.OTHER.ordinal()].equals("404");
    }

    @Override
    public String toString() {
        return route;
    }
}
