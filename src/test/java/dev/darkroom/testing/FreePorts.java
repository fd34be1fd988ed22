package dev.darkroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Ports for servers of tests. None is given twice, and none that the system gives to other sockets before it is bound. */
public final class FreePorts {

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(10_000, 28_000));

    private FreePorts() {}

    public static int one() {
        return firstOf(1);
    }

    /** Returns the first of that many free ports in a row. */
    public static int firstOf(int many) {
        int first = NEXT.getAndAdd(many);
        return IntStream.range(first, first + many).allMatch(FreePorts::isFree) ? first : firstOf(many);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
