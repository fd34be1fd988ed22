package dev.darkroom.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Collects log records until it is closed. */
public final class LogCapture extends ExtHandler implements AutoCloseable {

    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    private final List<ExtLogRecord> heard = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogCapture(Logger logger) {
        this.logger = logger;
        logger.addHandler((Handler) this);
    }

    public static LogCapture at(Class<?> source) {
        return new LogCapture(Logger.getLogger(source.getName()));
    }

    /** All loggers. */
    public static LogCapture atAll() {
        return new LogCapture(Logger.getLogger(""));
    }

    public List<ExtLogRecord> heard() {
        return heard;
    }

    public boolean hasHeard(String words) {
        return heard.stream().anyMatch(record -> MESSAGE.format(record).contains(words));
    }

    public List<Throwable> stackTraces() {
        return heard.stream()
                .filter(record -> record.getThrown() != null)
                .map(ExtLogRecord::getThrown)
                .toList();
    }

    @Override
    protected void doPublish(ExtLogRecord record) {
        heard.add(record);
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
