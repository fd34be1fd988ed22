"""Draws the sample clip, a regatta at dusk, and its sound. The clip in src/main/resources/samples is made with

    python3 regatta.py sound > sea.f32
    python3 regatta.py picture | ffmpeg -f rawvideo -pix_fmt rgb24 -s 640x360 -r 24 -i - \
        -f f32le -ar 44100 -ac 1 -i sea.f32 -c:v libx264 -preset veryslow -crf 25 -pix_fmt yuv420p \
        -c:a aac -b:a 48k -movflags +faststart -map_metadata -1 -fflags +bitexact regatta.mp4

It needs numpy.
"""
import sys
import numpy as np

WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 24, 30
HORIZON, SAMPLE_RATE = 214, 44100
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
LIFT = HEIGHT - HORIZON
chance = np.random.default_rng(20)


def colour(text):
    return np.array([int(text[i:i + 2], 16) for i in (0, 2, 4)], np.float32)


def between(first, second, share):
    return first + (second - first) * np.asarray(share, np.float32)[..., None]


def gradient(stops, position):
    """Colours along the stops [(position, colour)]."""
    places = [place for place, _ in stops]
    return np.stack([np.interp(position, places, [c[i] for _, c in stops]) for i in range(3)], -1)


def paint(frame, cover, ink):
    frame += (ink - frame) * cover[..., None]


def polygon(frame, points, ink, strength=1.0):
    """A convex polygon with soft edges; the points run clockwise on the screen."""
    points = np.array(points, np.float32)
    left, top = np.maximum(np.floor(points.min(0)).astype(int) - 2, 0)
    right, bottom = np.ceil(points.max(0)).astype(int) + 3
    right, bottom = min(right, WIDTH), min(bottom, HEIGHT)
    if left >= right or top >= bottom:
        return
    x, y = X[top:bottom, left:right], Y[top:bottom, left:right]
    inside = np.full(x.shape, -1e9, np.float32)
    for (ax, ay), (bx, by) in zip(points, np.roll(points, -1, 0)):
        length = max(1e-6, np.hypot(bx - ax, by - ay))
        inside = np.maximum(inside, ((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length)
    paint(frame[top:bottom, left:right], np.clip(0.5 - inside, 0, 1) * strength, ink)


def ridge(x, height, seed):
    """The height of a range of mountains at x."""
    sizes = np.random.default_rng(seed)
    line = np.zeros_like(x)
    for octave in range(1, 7):
        line += np.abs(np.sin(x * 0.0042 * 1.83 ** octave + sizes.uniform(0, 6.28))) * 0.52 ** octave
    return height * (0.35 + line)


def sky(time):
    late = time / SECONDS
    stops = [(0.0, between(colour('3d3358'), colour('231d3d'), late)), (0.45, between(colour('8a5f7c'), colour('573f68'), late)),
             (0.75, between(colour('dd8a68'), colour('b3607a'), late)), (1.0, between(colour('f6b872'), colour('e98a62'), late))]
    return gradient(stops, Y[:HORIZON] / HORIZON)


def boat(frame, x, y, size, lean, sail, hull):
    """A boat with main sail and jib, and its reflection below the water line."""
    for mirrored, strength in ((-1, 1.0), (0.62, 0.34)):
        def at(px, py):
            return x + size * (px + lean * py), y + mirrored * size * py
        for points, ink in (([(0.03, 0.16), (0.03, 1.5), (-0.62, 0.2)], sail), ([(0.08, 0.18), (0.5, 0.22), (0.08, 1.28)], sail * 0.93),
                            ([(-0.6, 0.13), (-0.42, 0.0), (0.46, 0.0), (0.68, 0.15)], hull)):
            points = [at(*point) for point in points]
            area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]))
            polygon(frame, points if area > 0 else points[::-1], ink, strength)


def gull(frame, x, y, size, beat):
    ink = colour('2a2140')
    for side in (-1, 1):
        tip, elbow = (x + side * size, y - size * 0.35 * beat), (x + side * size * 0.45, y - size * (0.25 + 0.2 * beat))
        for (ax, ay), (bx, by) in (((x, y), elbow), (elbow, tip)):
            points = [(ax, ay - 0.7), (bx, by - 0.7), (bx, by + 0.7), (ax, ay + 0.7)]
            polygon(frame, points if side > 0 else points[::-1], ink)


STARS = [(chance.uniform(0, WIDTH), chance.uniform(4, 110), chance.uniform(0, 6.28)) for _ in range(46)]
# x at the start, water line, size, pixels a second, colour of the sail
BOATS = [(70, 229, 17, 8.0, 'f2dcc0'), (250, 226, 14, 6.4, 'e8c6b0'), (-60, 240, 26, 12.5, 'fff1da'), (360, 233, 20, 8.6, 'd9685a'),
         (-210, 262, 44, 21.0, 'fdf0dc')]


def picture(time):
    late = time / SECONDS
    frame = np.empty((HEIGHT, WIDTH, 3), np.float32)
    frame[:HORIZON] = sky(time)
    for x, y, phase in STARS:
        glow = np.clip(late * 2 - 0.7, 0, 1) * (0.55 + 0.45 * np.sin(time * 2 + phase)) * (1 - y / 120)
        polygon(frame, [(x - 1, y), (x, y - 1), (x + 1, y), (x, y + 1)], colour('fff4e0'), max(0.0, float(glow)))
    sun = 178 + 6 * late, 96 + 84 * late
    distance = np.hypot(X[:HORIZON] - sun[0], Y[:HORIZON] - sun[1])
    paint(frame[:HORIZON], 0.34 * np.exp(-distance / 70), colour('ffd9a0'))
    paint(frame[:HORIZON], 0.22 * np.clip(48 - distance, 0, 1), colour('ffe6c4'))
    paint(frame[:HORIZON], np.clip(29 - distance, 0, 1), colour('fdeed2'))
    for height, seed, drift, ink, haze in ((66, 3, 1.2, '7a5674', 0.38), (48, 11, 2.6, '4a3a5c', 0.2), (27, 29, 5.0, '2c2242', 0.06)):
        top = HORIZON - ridge(X[0] + 900 + drift * time, height, seed)
        shade = between(colour(ink), colour('e39a78'), np.clip((Y[:HORIZON] - top) / height, 0, 1) * haze)
        paint(frame[:HORIZON], np.clip(Y[:HORIZON] - top, 0, 1), shade)
    water(frame, time, sun, late)
    for x, y, size, speed, sail in sorted(BOATS, key=lambda boat: boat[1]):
        lean = 0.10 + 0.035 * np.sin(time * 1.1 + x)
        boat(frame, x + speed * time, y + 0.05 * size * np.sin(time * 1.7 + x), size, lean, between(colour(sail), colour('b98a94'), late * 0.5), colour('241a34'))
    pier(frame, time)
    for i in range(4):
        gull(frame, 660 - 23 * time + 31 * i + 300 * (i == 3), 66 + 13 * i + 9 * np.sin(time * 0.6 + i), 8 - i, np.sin(time * 7 + 1.9 * i))
    return frame


def water(frame, time, sun, late):
    """The sky upside down, darker, broken by waves that are longer near the front."""
    depth = (Y[HORIZON:] - HORIZON + 1) / LIFT
    wave = np.sin(X[HORIZON:] * 0.06 / (0.2 + depth) - 90 * np.log(0.25 + depth) + 1.9 * time) + np.sin(
        X[HORIZON:] * 0.021 / (0.2 + depth) + 61 * np.log(0.22 + depth) + 1.2 * time)
    mirrored = np.clip(HORIZON - 1 - (Y[HORIZON:] - HORIZON) * 1.25 + wave * 3 * depth, 0, HORIZON - 1).astype(int)
    frame[HORIZON:] = sky(time)[mirrored, 0] * (0.80 - 0.34 * depth[..., None]) + colour('1d2b4a') * (0.12 + 0.16 * depth[..., None])
    width = 12 + 66 * depth
    glitter = np.exp(-((X[HORIZON:] - sun[0]) / width) ** 2) * np.clip(wave * 1.6 - 1.0 - 0.7 * depth, 0, 1)
    paint(frame[HORIZON:], glitter * (0.85 - 0.25 * late), colour('ffdca4'))


def pier(frame, time):
    """A pier that runs into the picture from the right, with lamps that are lit one after the other."""
    dark = colour('1c1430')
    polygon(frame, [(352, 263), (660, 303), (660, 319), (352, 266)], dark)
    for i in range(8):
        x, share = 360 + 41 * i, i / 7
        deck, thick = 264 + 5.3 * i, 1.2 + 0.45 * i
        polygon(frame, [(x, deck), (x + thick, deck), (x + thick, deck + 16 + 9 * i), (x, deck + 16 + 9 * i)], dark)
        if i % 2:
            top = deck - 18 - 4.2 * i
            polygon(frame, [(x, top), (x + 0.8 + share, top), (x + 0.8 + share, deck), (x, deck)], dark)
            lit = float(np.clip((time - 6 - 2.2 * i) / 1.2, 0, 1))
            distance = np.hypot(X - x - 0.5, Y - top)
            paint(frame, lit * 0.5 * np.exp(-distance / (5 + 6 * share)), colour('ffcf80'))
            paint(frame, np.clip(1.8 + 1.4 * share - distance, 0, 1), between(dark, colour('fff0c8'), lit))


def sound():
    """Waves of soft noise under slow chords."""
    time = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.fft.rfft(chance.standard_normal(time.size))
    pitch = np.fft.rfftfreq(time.size, 1 / SAMPLE_RATE)
    sea = np.fft.irfft(noise / (1 + (pitch / 420) ** 2) * (pitch > 60), time.size)
    sea *= 0.10 / sea.std() * (0.45 + 0.3 * np.sin(time * 2 * np.pi / 7.5) + 0.15 * np.sin(time * 2 * np.pi / 4.1))
    pads = np.zeros_like(time)
    chords = [(146.83, 220.0, 293.66, 349.23), (116.54, 174.61, 293.66, 349.23), (130.81, 196.0, 261.63, 329.63), (146.83, 220.0, 277.18, 329.63)]
    for i in range(5):
        envelope = np.clip((time - 6.5 * i + 1.5) / 2.5, 0, 1) * np.clip((6.5 * i + 8 - time) / 3, 0, 1)
        for note in chords[i % 4]:
            pads += envelope * (np.sin(2 * np.pi * note * time) + 0.5 * np.sin(2 * np.pi * note * 1.004 * time) + 0.2 * np.sin(4 * np.pi * note * time))
    return ((sea + 0.035 * pads) * np.clip(time / 1.5, 0, 1) * np.clip((SECONDS - time) / 2, 0, 1)).astype('<f4')


if sys.argv[1] == 'sound':
    sys.stdout.buffer.write(sound().tobytes())
else:
    only = [float(argument) for argument in sys.argv[2:]]
    for time in only or [i / RATE for i in range(RATE * SECONDS)]:
        sys.stdout.buffer.write(np.clip(picture(time) + 0.5, 0, 255).astype(np.uint8).tobytes())
