package dev.darkroom.processes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Somebody at the browser, who clicks and types, knows things by their words, and waits to see what becomes of it. */
final class BrowserUser {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BLINK = Duration.ofMillis(50);
    private static final int MOST_TABS = 60;
    private static final String PASSWORD = "correct horse";

    private final ChromeDriver driver;
    private final String url;

    BrowserUser(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    void visits(String path, String title) {
        driver.get(url + path);
        arrivesAt(title);
    }

    /** Ends at the gallery. */
    void signsUp(String name, String email) {
        visits("/signup", "Sign up");
        types("Your name", name);
        types("Email", email);
        types("Password", PASSWORD);
        clicks("Sign up", "main button");
        arrivesAt("Photos");
    }

    void follows(String words, String title) {
        clicks(words, "a");
        arrivesAt(title);
    }

    void presses(String words) {
        clicks(words, "button");
    }

    void choosesMany(String label, Path... files) {
        field(label)
                .sendKeys(Stream.of(files)
                        .map(file -> file.toAbsolutePath().toString())
                        .collect(Collectors.joining("\n")));
    }

    void focuses(String css) {
        driver.executeScript("document.querySelector(arguments[0]).focus()", css);
    }

    /** From element to element, each of which must show that it has the focus, until the one that is called so has it. */
    void tabsTo(String name) {
        for (int i = 0; i < MOST_TABS; i++) {
            pressesKey(Keys.TAB.toString());
            if (!is("getComputedStyle(document.activeElement).outlineStyle != 'none'")) {
                throw new AssertionError("the focus on " + focus() + " cannot be seen");
            }
            if (focus().equals(name)) {
                return;
            }
        }
        throw new AssertionError("nothing with the name " + name + " gets the focus");
    }

    /** What a screen reader calls the element that has the focus. */
    String focus() {
        return driver.switchTo().activeElement().getAccessibleName().strip();
    }

    /** Wherever the focus is. */
    void pressesKey(String key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    String reads(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    void presses(String words, String css) {
        clicks(words, css);
    }

    /** As somebody does whose browser does not look again by itself. */
    void reloadsUntil(int count, String css, String words) {
        awaits(count + " " + css + " with: " + words, () -> {
            boolean there = all(css).stream()
                            .filter(element -> element.getText().contains(words))
                            .count()
                    >= count;
            if (!there) {
                driver.navigate().refresh();
            }
            return there;
        });
    }

    /** The first of them that is folded. */
    void unfolds(String css) {
        awaits("something folded: " + css, () -> all(css + ":not([open]) > summary").stream()
                .findFirst()
                .map(BrowserUser::click)
                .isPresent());
    }

    /** Of many buttons with the same words, the one that a screen reader calls so. */
    void pressesLabelled(String label) {
        awaits("a button labelled: " + label, () -> all("button").stream()
                .filter(button -> label.equals(button.getDomAttribute("aria-label")))
                .findFirst()
                .map(BrowserUser::click)
                .isPresent());
    }

    /** Presses so that the form is not sent: a browser under remote control tells nothing while an answer is on its way. */
    void pressesInVain(String words) {
        driver.executeScript("addEventListener('submit', event => event.preventDefault(), { once: true })");
        presses(words);
    }

    void types(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    void chooses(String label, Path file) {
        field(label).sendKeys(file.toAbsolutePath().toString());
    }

    /** A radio button, by the name of its group. */
    void picks(String name, String value) {
        driver.findElement(By.cssSelector("input[name=%s][value='%s']".formatted(name, value)))
                .click();
    }

    void ticks(String name) {
        driver.findElement(By.cssSelector("input[type=checkbox][name=%s]".formatted(name)))
                .click();
    }

    void arrivesAt(String title) {
        awaits("the page " + title, () -> driver.getTitle().startsWith(title));
    }

    /** Waits until at least so many of these are there, with these words. */
    void sees(int count, String css, String words) {
        awaits(
                count + " " + css + " with: " + words,
                () -> all(css).stream()
                                .filter(element -> element.getText().contains(words))
                                .count()
                        >= count);
    }

    void sees(String css, String words) {
        sees(1, css, words);
    }

    void sees(String css) {
        sees(1, css, "");
    }

    void sees(int count, String css) {
        sees(count, css, "");
    }

    void seesExactly(int count, String css) {
        awaits("exactly " + count + " " + css, () -> all(css).size() == count);
    }

    void seesNo(String css) {
        awaits("no " + css, () -> all(css).isEmpty());
    }

    /** Waits until so many pictures are there: not only their frames, and nothing fades in any more. */
    void seesPictures(int count) {
        awaits(
                count + " pictures",
                () -> is("[...document.querySelectorAll('.gallery img')].filter(it => it.naturalWidth > 0).length == "
                        + count + " && document.getAnimations().every(it => it.playState == 'finished')"));
    }

    /** @return what was open before */
    String opens(WindowType another, String path, String title) {
        String before = driver.getWindowHandle();
        driver.switchTo().newWindow(another);
        visits(path, title);
        return before;
    }

    void turnsTo(String window) {
        driver.switchTo().window(window);
    }

    String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    int counts(String expression) {
        return ((Number) driver.executeScript("return " + expression)).intValue();
    }

    void countsAtLeast(int count, String expression) {
        awaits("at least " + count + ": " + expression, () -> counts(expression) >= count);
    }

    /** Leaves something on the page that would not survive a reload. */
    void marksThePage() {
        driver.executeScript("window.marked = true");
    }

    boolean isOnTheMarkedPage() {
        return is("window.marked === true");
    }

    private void clicks(String words, String css) {
        awaits("something to click: " + words, () -> all(css).stream()
                .filter(element -> element.getText().strip().equals(words))
                .findFirst()
                .map(BrowserUser::click)
                .isPresent());
    }

    private static WebElement click(WebElement element) {
        element.click();
        return element;
    }

    private WebElement field(String label) {
        WebElement text = driver.findElement(By.xpath("//main//label[normalize-space()='" + label + "']"));
        return driver.findElement(By.id(text.getDomAttribute("for")));
    }

    private List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    private boolean is(String condition) {
        return Boolean.TRUE.equals(driver.executeScript("return " + condition));
    }

    private void awaits(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE, BLINK)
                // A page that is being left takes its elements along: stale, or of no document any more.
                .ignoring(WebDriverException.class)
                .withMessage(() -> what + ", at " + driver.getCurrentUrl())
                .until(browser -> is("document.readyState == 'complete'") && condition.getAsBoolean());
    }
}
