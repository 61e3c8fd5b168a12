#!/usr/bin/env python3
"""Draws color.png and outline.png, the two icons that Teams wants, with nothing but the standard library."""
import pathlib, struct, zlib

# A pulse, from left to right, in units of the icon's width.
PULSE = [(0.14, 0.52), (0.36, 0.52), (0.44, 0.28), (0.56, 0.74), (0.64, 0.52), (0.86, 0.52)]
NAVY, WHITE = (0x1D, 0x35, 0x57), (255, 255, 255)


def distance(x, y, a, b):
    (ax, ay), (bx, by) = a, b
    t = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
    return ((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2) ** 0.5


def ink(x, y, size, width):
    """How much of a pixel the line covers, 0 to 1, with an edge one pixel soft."""
    nearest = min(distance(x, y, a, b) for a, b in zip(PULSE, PULSE[1:]))
    return max(0.0, min(1.0, 0.5 + (width / 2 - nearest) * size))


def png(path, size, width, pixel):
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            rows.extend(pixel(ink((column + 0.5) / size, (row + 0.5) / size, size, width)))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))


here = pathlib.Path(__file__).parent
png(here / "color.png", 192, 0.07, lambda c: bytes(round(n + (w - n) * c) for n, w in zip(NAVY, WHITE)) + b"\xff")
png(here / "outline.png", 32, 0.085, lambda c: bytes(WHITE) + bytes([round(255 * c)]))
