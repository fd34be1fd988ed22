package dev.darkroom.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser with a profile of its own. */
final class Chromium {

    private static final Path BROWSER = Path.of(System.getProperty("darkroom.chromium", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("darkroom.chromedriver", "/usr/bin/chromedriver"));
    private static final Path PROFILES = Path.of("target", "chromium").toAbsolutePath();

    private final ChromeDriver driver;
    private final List<String> expected = new ArrayList<>();

    Chromium() {
        driver = new ChromeDriver(service(), options());
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    }

    static void assertInstalled() {
        for (Path program : List.of(BROWSER, DRIVER)) {
            if (!Files.isExecutable(program)) {
                throw new IllegalStateException("There is no " + program + ". On Debian: "
                        + "apt-get install chromium chromium-driver. Elsewhere name both with "
                        + "-Ddarkroom.chromium=... and -Ddarkroom.chromedriver=...");
            }
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Replaces all windows with a new one, and forgets cookies and errors. */
    void empty() {
        Set<String> old = driver.getWindowHandles();
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        String fresh = driver.switchTo().newWindow(WindowType.WINDOW).getWindowHandle();
        old.forEach(window -> driver.switchTo().window(window).close());
        driver.switchTo().window(fresh);
        expected.clear();
        // A page of the test before may have polled a process that had ended.
        driver.manage().logs().get(LogType.BROWSER);
    }

    /** Errors that the test causes on purpose. */
    void expectErrors(String... errors) {
        expected.addAll(List.of(errors));
    }

    /** Errors of requests to a process that the test kills: before, during and after the connection. */
    void expectLostConnections() {
        expectErrors(
                "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "ERR_SOCKET_NOT_CONNECTED");
    }

    /** The unexpected errors in the console since the last call. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .filter(message -> expected.stream().noneMatch(message::contains))
                .toList();
    }

    void enableScripts(boolean enabled) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
    }

    void saveDownloadsIn(Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** @param bytes a second to the server; -1 for no limit */
    void limitUploads(int bytes) {
        emulateNetwork(false, bytes);
    }

    void goOffline(boolean offline) {
        emulateNetwork(offline, -1);
    }

    private void emulateNetwork(boolean offline, int upload) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", upload));
    }

    private static ChromeDriverService service() {
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
    }

    private static ChromeOptions options() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                // Without a GPU, motion takes most of a core.
                "--force-prefers-reduced-motion",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--no-first-run",
                "--lang=en-GB",
                "--window-size=1280,720",
                "--user-data-dir=" + freshProfile());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.SEVERE);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static File freshProfile() {
        try {
            return Files.createTempDirectory(Files.createDirectories(PROFILES), "profile")
                    .toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
