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

    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogCapture(Logger logger) {
        this.logger = logger;
        logger.addHandler((Handler) this);
    }

    public static LogCapture at(Class<?> source) {
        return at(source.getName());
    }

    public static LogCapture at(String category) {
        return new LogCapture(Logger.getLogger(category));
    }

    public List<ExtLogRecord> records() {
        return records;
    }

    public boolean contains(String words) {
        return records.stream().anyMatch(record -> MESSAGE.format(record).contains(words));
    }

    @Override
    protected void doPublish(ExtLogRecord record) {
        records.add(record);
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
