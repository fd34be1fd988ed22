package dev.darkroom.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/** Hears what is logged until it is closed. */
public final class LogCapture extends ExtHandler implements AutoCloseable {

    private final List<ExtLogRecord> heard = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogCapture(Logger logger) {
        this.logger = logger;
        logger.addHandler((Handler) this);
    }

    public static LogCapture at(Class<?> speaker) {
        return new LogCapture(Logger.getLogger(speaker.getName()));
    }

    /** What anybody says. */
    public static LogCapture atAll() {
        return new LogCapture(Logger.getLogger(""));
    }

    public List<ExtLogRecord> heard() {
        return heard;
    }

    public boolean hasHeard(String words) {
        return heard.stream().anyMatch(told -> told.getFormattedMessage().contains(words));
    }

    /** What would fill the log with lines of code. */
    public List<Throwable> stackTraces() {
        return heard.stream()
                .filter(told -> told.getThrown() != null)
                .map(ExtLogRecord::getThrown)
                .toList();
    }

    @Override
    protected void doPublish(ExtLogRecord told) {
        heard.add(told);
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
