package dev.darkroom.ffmpeg;

/** A constant number of frames a second, as a fraction: so each frame has its place, whichever run encodes it. */
public record FrameRate(long frames, long seconds) {

    private static final FrameRate HIGHEST = new FrameRate(30, 1);

    /**
     * The rate of a result: that of the source, or a half or a quarter of it, from 20 to 30 a second. It is 30 if the source's
     * rate is unknown, or is so high that it is only the resolution of its times.
     */
    static FrameRate of(String source) {
        if (!source.matches("[1-9]\\d{0,8}/[1-9]\\d{0,8}")) {
            return HIGHEST;
        }
        String[] parts = source.split("/");
        for (int part = 1; part <= 4; part *= 2) {
            FrameRate rate = new FrameRate(Long.parseLong(parts[0]), part * Long.parseLong(parts[1]));
            if (rate.perSecond() <= 30.1) {
                return rate.perSecond() > 20 || part == 1 && rate.perSecond() >= 1 ? rate : HIGHEST;
            }
        }
        return HIGHEST;
    }

    private double perSecond() {
        return (double) frames / seconds;
    }

    /** The number of frames in that time, rounded up. */
    public int count(long millis) {
        return Math.toIntExact((millis * frames + seconds * 1000 - 1) / (seconds * 1000));
    }

    /** The time of a frame, counted from 0. */
    public long micros(long frame) {
        return Math.round(frame * 1e6 * seconds / frames);
    }

    @Override
    public String toString() {
        return frames + "/" + seconds;
    }
}
