package dev.darkroom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/** A TCP proxy whose connections can be cut, in both directions, only for replies, or at a commit. */
public final class TcpProxy {

    public static final TcpProxy SMTP = new TcpProxy();
    public static final TcpProxy GATEWAY = new TcpProxy();

    public enum Condition {
        GOOD,
        /** Connections are refused. */
        DOWN,
        /** Requests arrive; replies are dropped. */
        REPLIES_LOST,
        /** Each part of up to 8 kB takes 5 ms: at most 1.6 MB a second in each direction. */
        SLOW,
        /** Connections stay open, and nothing arrives until the cut is closed. */
        SILENT
    }

    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile int target;
    private int port;
    private volatile Condition condition = Condition.GOOD;
    private volatile CommitCut commitCut;
    private volatile int silenced;

    /** @param targetPort on loopback */
    public TcpProxy open(int targetPort) {
        target = targetPort;
        port = 0;
        listen();
        return this;
    }

    /**
     * Forwards new connections to another server. Those to the one before are cut at their next message.
     *
     * @param targetPort on loopback
     */
    public void forwardTo(int targetPort) {
        target = targetPort;
    }

    public void close() {
        try {
            listener.close();
            // Until the thread ends, the kernel still accepts connections, which then get no answer.
            acceptor.join();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Sets a condition that holds until the returned cut is closed. */
    public Cut cut(Condition cut) {
        condition = cut;
        if (cut == Condition.DOWN) {
            close();
        }
        return this::repair;
    }

    /** From now on nothing arrives on the connections that are open, which stay open. New ones are good. */
    public void silenceOpenConnections() {
        silenced++;
    }

    /**
     * Cuts one connection at a COMMIT to PostgreSQL: that of the next transaction in which the text is sent or received. The
     * driver must send each statement as text ({@code prepareThreshold=0}).
     *
     * @param committed whether the server commits before the cut, and only its answer is lost
     */
    public CommitCut cutCommitOf(String text, boolean committed) {
        commitCut = new CommitCut(text, committed);
        return commitCut;
    }

    private void repair() {
        if (condition == Condition.DOWN) {
            listen();
        }
        condition = Condition.GOOD;
    }

    private void listen() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            port = opened.getLocalPort();
            listener = opened;
            condition = Condition.GOOD;
            acceptor = daemon(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cut of the connections. Closing it repairs them. */
    public interface Cut extends AutoCloseable {
        @Override
        void close();
    }

    /** A cut of one connection at a commit. */
    public static final class CommitCut {

        private final String text;
        private final boolean committed;
        private final AtomicReference<Socket> caller = new AtomicReference<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private CommitCut(String text, boolean committed) {
            this.text = text;
            this.committed = committed;
        }

        public CompletableFuture<Void> done() {
            return done;
        }

        /** The message of the COMMIT, and that of its answer, end with this word and a zero. */
        private boolean happens(Socket from, String sent, boolean reply) {
            if (sent.contains(text)) {
                caller.compareAndSet(null, from);
            }
            return from == caller.get() && reply == committed && sent.contains("COMMIT\0") && done.complete(null);
        }
    }

    private void accept(ServerSocket opened) throws IOException {
        while (!opened.isClosed()) {
            Socket caller = opened.accept();
            daemon(() -> connect(caller));
        }
    }

    private void connect(Socket caller) throws IOException {
        try (caller;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            daemon(() -> copy(caller, server, false));
            copy(server, caller, true);
        }
    }

    private void copy(Socket from, Socket to, boolean replies) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        to.setTcpNoDelay(true);
        byte[] buffer = new byte[8192];
        int before = silenced;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            awaitSound(before);
            if (condition == Condition.SLOW) {
                LockSupport.parkNanos(5_000_000);
            }
            boolean lost = replies && condition == Condition.REPLIES_LOST;
            if (lost || condition == Condition.DOWN || (replies ? from : to).getPort() != target) {
                break;
            }
            CommitCut armed = commitCut;
            if (armed != null && armed.happens(replies ? to : from, text(buffer, read), replies)) {
                break;
            }
            out.write(buffer, 0, read);
            out.flush();
            acknowledge(from);
        }
        from.close();
        to.close();
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void awaitSound(int before) {
        while (condition == Condition.SILENT || silenced > before) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Acknowledges at once, because the mail server sends a reply in two segments and waits after the first. */
    private static void acknowledge(Socket from) throws IOException {
        if (from.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            from.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static Thread daemon(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The connection is cut.
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
