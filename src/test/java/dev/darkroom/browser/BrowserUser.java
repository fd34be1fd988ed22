package dev.darkroom.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** Drives a browser as a user does: finds elements by their text and waits for the expected ones. */
final class BrowserUser {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_TABS = 60;
    private static final String PASSWORD = "correct horse";

    private final ChromeDriver driver;
    private final String url;

    BrowserUser(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    void visit(String path, String title) {
        driver.get(url + path);
        arriveAt(title);
    }

    /** Signs up with an email of its own: the journeys of a class share one database. */
    void signUp(String name) {
        signUp(name, UUID.randomUUID() + "@example.org");
    }

    void signUp(String name, String email) {
        visit("/signup", "Sign up");
        type("Your name", name);
        type("Email", email);
        type("Password", PASSWORD + Keys.ENTER);
        arriveAt("Photos");
    }

    void signIn(String email) {
        visit("/login", "Sign in");
        type("Email", email);
        type("Password", PASSWORD + Keys.ENTER);
        arriveAt("Photos");
    }

    void follow(String words, String title) {
        clickOn(words, "a");
        arriveAt(title);
    }

    void press(String words) {
        clickOn(words, "button");
    }

    void choose(String label, Path... files) {
        field(label)
                .sendKeys(Stream.of(files)
                        .map(file -> file.toAbsolutePath().toString())
                        .collect(Collectors.joining("\n")));
    }

    void focus(String css) {
        driver.executeScript("document.querySelector(arguments[0]).focus()", css);
    }

    /** Presses Tab until the element with that name has the focus. The focus must be visible at each step. */
    void tabTo(String name) {
        for (int i = 0; i < MOST_TABS; i++) {
            pressKey(Keys.TAB);
            if (!is("getComputedStyle(document.activeElement).outlineStyle != 'none'")) {
                throw new AssertionError("the focus on " + focus() + " is not visible");
            }
            if (focus().equals(name)) {
                return;
            }
        }
        throw new AssertionError("no element named " + name + " gets the focus");
    }

    /** The accessible name of the focused element. */
    String focus() {
        return ofFocused(WebElement::getAccessibleName).strip();
    }

    /** Presses a key as a keyboard does: no element is named, because a live page may replace it at any time. */
    void pressKey(CharSequence key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** A live part of the page may be replaced, and the focus moved to its new element, at any time. */
    private <T> T ofFocused(Function<WebElement, T> action) {
        try {
            return action.apply(driver.switchTo().activeElement());
        } catch (StaleElementReferenceException replaced) {
            return ofFocused(action);
        }
    }

    String read(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    /** Reloads the page until at least that many elements contain the words. */
    void reloadUntil(int count, String css, String words) {
        await(count + " " + css + " with: " + words, () -> {
            boolean there = number(css, words) >= count;
            if (!there) {
                driver.navigate().refresh();
            }
            return there;
        });
    }

    /** Presses the button with that accessible name. */
    void pressLabelled(String label) {
        clickFirst("a button labelled: " + label, "button", "it.ariaLabel", label);
    }

    void type(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    void pick(String name, String value) {
        driver.findElement(By.cssSelector("input[name=%s][value='%s']".formatted(name, value)))
                .click();
    }

    void arriveAt(String title) {
        await("the page " + title, () -> driver.getTitle().startsWith(title));
    }

    /** Waits until at least that many elements contain the words. */
    void see(int count, String css, String words) {
        await(count + " " + css + " with: " + words, () -> number(css, words) >= count);
    }

    void see(String css, String words) {
        see(1, css, words);
    }

    void seeExactly(int count, String css) {
        await("exactly " + count + " " + css, () -> all(css).size() == count);
    }

    void seeNo(String css) {
        await("no " + css, () -> all(css).isEmpty());
    }

    /** Waits until that many pictures are loaded and faded in. */
    void seePictures(int count) {
        await(
                count + " pictures",
                () -> is("[...document.querySelectorAll('.gallery img')].filter(it => it.naturalWidth > 0).length == "
                        + count + " && document.getAnimations().every(it => it.playState == 'finished')"));
    }

    /** Opens the page in a new tab or window, and returns the previous one. */
    String open(WindowType another, String path, String title) {
        String before = driver.getWindowHandle();
        driver.switchTo().newWindow(another);
        visit(path, title);
        return before;
    }

    void switchTo(String window) {
        driver.switchTo().window(window);
    }

    String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    int count(String expression, Object... arguments) {
        return ((Number) driver.executeScript("return " + expression, arguments)).intValue();
    }

    void countAtLeast(int count, String expression) {
        await("at least " + count + ": " + expression, () -> count(expression) >= count);
    }

    String evaluate(String expression) {
        return (String) driver.executeScript("return " + expression);
    }

    /** Returns how much a count grows within a time. */
    int growth(Duration time, String expression) {
        String script = "const [ms, done] = arguments, before = %1$s; setTimeout(() => done(%1$s - before), ms)"
                .formatted(expression);
        return ((Number) driver.executeAsyncScript(script, time.toMillis())).intValue();
    }

    /** Notes from now on what moves on the page. A change of the window does not count. */
    void watchShifts() {
        driver.executeAsyncScript(
                """
                const [done] = arguments;
                window.shifts = [];
                const note = ({ value, sources }) => shifts.push(value + ' ' + sources.map(({ node }) =>
                  (node?.outerHTML ?? node?.parentElement?.outerHTML + ' ' + node?.textContent).slice(0, 200)).join());
                requestAnimationFrame(() => requestAnimationFrame(() => {
                  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type: 'layout-shift' });
                  done();
                }));""");
    }

    String shifts() {
        return evaluate("shifts.join()");
    }

    /** Tells the page, as its own button does, that the process is about to be killed. */
    void expectKill() {
        driver.executeAsyncScript(
                "const done = arguments[0]; import('/assets/js/process.js').then(it => it.expectKill()).then(done, done)");
    }

    /** Sets a mark that a reload would remove. */
    void markThePage() {
        driver.executeScript("window.marked = true");
    }

    boolean isOnTheMarkedPage() {
        return is("window.marked === true");
    }

    void clickOn(String words, String css) {
        clickFirst("something to click: " + words, css, "it.innerText.trim()", words);
    }

    private void clickFirst(String what, String css, String property, String value) {
        String script = "return [...document.querySelectorAll(arguments[0])].find(it => it.checkVisibility() && "
                + property + " === arguments[1])";
        await(what, () -> {
            WebElement found = (WebElement) driver.executeScript(script, css, value);
            if (found != null) {
                // The rack covers what is scrolled to the bottom.
                driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", found);
                found.click();
            }
            return found != null;
        });
    }

    private WebElement field(String label) {
        WebElement text = driver.findElement(By.xpath("//main//label[normalize-space()='" + label + "']"));
        return driver.findElement(By.id(text.getDomAttribute("for")));
    }

    private int number(String css, String words) {
        return count(
                "[...document.querySelectorAll(arguments[0])].filter(it => it.checkVisibility() &&"
                        + " it.innerText.includes(arguments[1])).length",
                css,
                words);
    }

    private List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    private boolean is(String condition) {
        return Boolean.TRUE.equals(driver.executeScript("return " + condition));
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(POLL)
                    .pollInSameThread()
                    // Elements of a page that is being left become stale.
                    .ignoreExceptionsInstanceOf(WebDriverException.class)
                    .until(() -> is("document.readyState == 'complete'") && condition.getAsBoolean());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "Not seen: %s, from %s\n%s".formatted(what, driver.getCurrentUrl(), read("body")), e);
        }
    }
}
