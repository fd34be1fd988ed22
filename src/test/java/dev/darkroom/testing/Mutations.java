package dev.darkroom.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files at random: the same seed, the same damage. */
public final class Mutations {

    private static final int MOST_AT_ONCE = 8;
    private static final int HEADER = 256;
    private static final int LONGEST_RANGE = 512;

    /** Where counting goes wrong, if it does. */
    private static final List<Integer> TURNING_POINTS = List.of(
            0, 1, 2, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, -1);

    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    /** One to eight changes to a copy. */
    public byte[] of(byte[] file) {
        byte[] mutant = file.clone();
        for (int i = random.nextInt(1, MOST_AT_ONCE + 1); i > 0 && mutant.length > 0; i--) {
            mutant = once(mutant);
        }
        return mutant;
    }

    private byte[] once(byte[] file) {
        int at = position(file);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(file, at);
            case 1 -> without(file, at);
            case 2 -> twice(file, at);
            case 3 -> number(file, at, Short.BYTES);
            case 4 -> number(file, at, Integer.BYTES);
            case 5 -> noise(file, at);
            default -> bit(file, at);
        };
    }

    /** As often in the header as in all the rest: there most can be done. */
    private int position(byte[] file) {
        return random.nextInt(random.nextBoolean() ? Math.min(HEADER, file.length) : file.length);
    }

    private byte[] without(byte[] file, int at) {
        int end = Math.min(file.length, at + random.nextInt(LONGEST_RANGE));
        return Bytes.join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, end, file.length));
    }

    private byte[] twice(byte[] file, int at) {
        int end = Math.min(file.length, at + random.nextInt(LONGEST_RANGE));
        return Bytes.join(Arrays.copyOf(file, end), Arrays.copyOfRange(file, at, file.length));
    }

    /** In either order of bytes. */
    private byte[] number(byte[] file, int at, int bytes) {
        int value = TURNING_POINTS.get(random.nextInt(TURNING_POINTS.size()));
        boolean lowestFirst = random.nextBoolean();
        for (int i = 0; i < bytes && at + i < file.length; i++) {
            file[at + i] = (byte) (value >> Byte.SIZE * (lowestFirst ? i : bytes - 1 - i));
        }
        return file;
    }

    private byte[] noise(byte[] file, int at) {
        byte[] noise = new byte[Math.min(file.length - at, random.nextInt(1, 32))];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, file, at, noise.length);
        return file;
    }

    private byte[] bit(byte[] file, int at) {
        file[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return file;
    }
}
