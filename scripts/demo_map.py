#!/usr/bin/env python3
"""Draws the demo's map: content/2016/02/besieged-places.png (needs Pillow and the DejaVu fonts).

The outline of Syria is a hand-made polygon of about sixty points, good enough at this size and free of
anybody's rights. Run it from the repository root after changing a place.
"""
import math
from PIL import Image, ImageDraw, ImageFont

SCALE = 3                       # drawn larger, then reduced, so that lines come out smooth
WIDTH, HEIGHT = 1200, 800
WEST, EAST, SOUTH, NORTH = 34.3, 42.9, 31.95, 37.75
PAPER, LAND, SEA, LINE = "#f6f4ee", "#fffdf8", "#dfe6ea", "#a59d8f"
INK, SOFT, ACCENT, RIVER = "#1f1d1a", "#6b655b", "#a3301f", "#b9ccd6"

SYRIA = [(35.92, 35.92), (36.05, 35.99), (36.17, 35.84), (36.37, 36.01), (36.42, 36.21), (36.68, 36.24), (36.55, 36.49),
         (36.66, 36.83), (37.02, 36.66), (37.41, 36.65), (38.05, 36.85), (38.39, 36.90), (38.73, 36.71), (39.2, 36.67),
         (40.0, 36.83), (40.71, 37.10), (41.22, 37.07), (41.8, 37.13), (42.22, 37.32), (42.36, 37.23), (42.36, 37.08),
         (41.84, 36.6), (41.4, 36.52), (41.29, 36.35), (41.38, 35.63), (41.26, 35.25), (41.2, 34.77), (41.0, 34.42),
         (40.69, 34.33), (39.9, 33.96), (38.79, 33.38), (37.9, 32.9), (36.82, 32.31), (36.4, 32.38), (36.0, 32.66),
         (35.76, 32.74), (35.84, 32.87), (35.81, 33.25), (35.62, 33.25), (35.87, 33.43), (36.07, 33.6), (35.95, 33.72),
         (36.15, 33.85), (36.37, 33.83), (36.28, 33.91), (36.5, 34.06), (36.61, 34.2), (36.45, 34.5), (36.35, 34.5),
         (36.43, 34.61), (35.97, 34.65), (35.86, 35.0), (35.95, 35.2), (35.73, 35.58), (35.92, 35.92)]
COAST = [(WEST - 5, NORTH + 1), (36.15, NORTH + 1), (36.2, 36.85), (36.15, 36.6), (35.85, 36.42), (35.78, 36.3),
         (35.95, 36.05), (35.92, 35.92), (35.73, 35.58), (35.95, 35.2), (35.86, 35.0), (35.97, 34.65), (35.98, 34.5),
         (35.65, 34.25), (35.5, 33.9), (35.37, 33.55), (35.2, 33.27), (35.1, 33.08), (34.97, 32.83), (34.88, 32.4),
         (34.75, 32.05), (34.6, 31.8), (WEST - 5, 31.0)]
EUPHRATES = [(38.03, 36.85), (38.02, 36.5), (38.1, 36.2), (38.35, 35.95), (38.8, 35.87), (39.03, 35.93), (39.5, 35.78),
             (39.85, 35.55), (40.12, 35.36), (40.45, 35.05), (40.65, 34.8), (40.95, 34.45), (41.1, 34.38)]
# name, longitude, latitude, kind, label offset in pixels, anchor
PLACES = [("Aleppo", 37.16, 36.20, "city", (14, -2), "lm"), ("Damascus", 36.29, 33.51, "city", (16, 4), "lm"),
          ("Homs", 36.71, 34.73, "city", (14, 0), "lm"), ("Latakia", 35.79, 35.53, "city", (-14, 0), "rm"),
          ("Palmyra", 38.28, 34.56, "city", (14, 0), "lm"), ("Raqqa", 39.01, 35.95, "city", (0, -20), "mm"),
          ("Deraa", 36.10, 32.62, "city", (14, -8), "lm"), ("Deir ez-Zor", 40.14, 35.33, "siege", (18, 0), "lm"),
          ("Foua, Kefraya", 36.70, 35.98, "siege", (-18, 0), "rm"), ("Madaya, Zabadani", 36.10, 33.70, "siege", (-18, -8), "rm"),
          ("Moadamiyeh", 36.19, 33.46, "siege", (-18, 14), "rm"), ("Maarat al-Numan", 36.67, 35.64, "town", (14, 2), "lm"),
          ("Hmeimim", 35.95, 35.41, "town", (14, 2), "lm"), ("Rmeilan", 42.0, 36.95, "town", (-12, 2), "rm")]


def font(size, name="DejaVuSans.ttf"):
    return ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{name}", size * SCALE)


def project(lon, lat):
    """Equirectangular, true to scale at 35° north; pixels of the enlarged drawing."""
    stretch = math.cos(math.radians(35))
    unit = min(WIDTH / ((EAST - WEST) * stretch), HEIGHT / (NORTH - SOUTH))
    left = (WIDTH - (EAST - WEST) * stretch * unit) / 2
    return ((left + (lon - WEST) * stretch * unit) * SCALE, (NORTH - lat) * unit * SCALE)


def dot(draw, x, y, kind):
    radius = {"city": 6, "town": 4, "siege": 8}[kind] * SCALE
    box = (x - radius, y - radius, x + radius, y + radius)
    if kind == "siege":
        draw.ellipse(box, fill=LAND, outline=ACCENT, width=3 * SCALE)
    else:
        draw.ellipse(box, fill=INK if kind == "city" else SOFT)


def main():
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    draw.polygon([project(*p) for p in COAST], fill=SEA)
    draw.polygon([project(*p) for p in SYRIA], fill=LAND)
    draw.line([project(*p) for p in EUPHRATES], fill=RIVER, width=4 * SCALE, joint="curve")
    draw.line([project(*p) for p in SYRIA], fill=LINE, width=2 * SCALE, joint="curve")
    italic = font(17, "DejaVuSerifCondensed-Italic.ttf")
    for text, lon, lat in [("Mediterranean", 35.0, 34.62), ("TURKEY", 38.4, 37.3), ("IRAQ", 42.3, 34.6), ("JORDAN", 37.6, 32.3),
                           ("LEBANON", 35.85, 34.12)]:
        draw.text(project(lon, lat), text, font=italic, fill=LINE if text != "Mediterranean" else "#8fa3ae", anchor="mm")
    for name, lon, lat, kind, (dx, dy), anchor in PLACES:
        x, y = project(lon, lat)
        dot(draw, x, y, kind)
        face = font(19 if kind == "city" else 17, "DejaVuSansCondensed.ttf" if kind != "siege" else "DejaVuSansCondensed-Bold.ttf")
        colour = {"city": INK, "town": SOFT, "siege": ACCENT}[kind]
        draw.text((x + dx * SCALE, y + dy * SCALE), name, font=face, fill=colour, anchor=anchor)
    image = image.resize((WIDTH, HEIGHT), Image.LANCZOS).quantize(64, method=Image.MEDIANCUT, dither=Image.Dither.NONE)
    image.save("content/2016/02/besieged-places.png", optimize=True)


if __name__ == "__main__":
    main()
