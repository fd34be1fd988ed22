package dev.darkroom.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Does what its payload says, and records the calls that it receives. */
@ApplicationScoped
class CountingHandler implements JobHandler<CountEffects, String> {

    private final Map<String, List<String>> calls = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch ignoring = new CountDownLatch(1);

    void stopIgnoring() {
        ignoring.countDown();
    }

    void breakCallback(String name, String key) {
        broken.add(name + " " + key);
    }

    private void called(String name, String key) {
        if (broken.contains(name + " " + key)) {
            throw new IllegalStateException("broken by a test");
        }
        calls(key).add(name);
    }

    List<String> calls(String key) {
        return calls.computeIfAbsent(key, unknown -> new CopyOnWriteArrayList<>());
    }

    @Override
    public JobKind<CountEffects> kind() {
        return CountEffects.KIND;
    }

    @Override
    public String perform(CountEffects job, JobContext run) throws Exception {
        calls(job.key()).add("perform");
        switch (job.behaviour()) {
            case "decline" -> throw new Declined();
            case "fail" -> throw new IllegalStateException("no luck");
            case "hang" -> hanging.await();
            case "ignore interrupts" -> ignoreInterrupts();
            case "progress" -> run.progress("counting", 1, 2);
            default -> {}
        }
        return "effect";
    }

    private void ignoreInterrupts() {
        while (ignoring.getCount() > 0) {
            try {
                ignoring.await();
            } catch (InterruptedException e) {
                // This is what the test is about.
            }
        }
    }

    @Override
    public void progressed(String key, String step, int done, int total) {
        calls(key).add("progressed");
    }

    @Override
    public void succeeded(String key, String result, End end) {
        called("succeeded", key);
    }

    @Override
    public void retrying(String key, Failure failure) {
        called("retrying", key);
    }

    @Override
    public void failed(String key, Failure failure, End end) {
        calls(key).add("failed: " + failure.reason());
    }

    @Override
    public void cancelled(String key, String by, End end) {
        calls(key).add("cancelled by " + by);
    }

    @Override
    public void retried(String key) {
        calls(key).add("retried");
    }

    @Override
    public void fenced(String key) {
        calls(key).add("fenced");
    }

    static class Declined extends Failure.Permanent {
        Declined() {
            super("declined");
        }
    }
}
