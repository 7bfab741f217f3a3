"""Drawings of what one carries, wears, reads and works with."""

from __future__ import annotations

from firmly_tui.sandbox.pictures.colors import Tones
from firmly_tui.sandbox.pictures.pen import Pen


def book(pen: Pen, tones: Tones) -> None:
    """A book, a little open."""
    pen.shape([(28, 18), (74, 14), (78, 80), (32, 86)], tones.deep)
    pen.shape([(30, 19), (76, 16), (79, 78), (33, 84)], (246, 240, 226))
    pen.shape([(24, 16), (70, 13), (72, 78), (26, 83)], tones.main)
    pen.shape([(24, 16), (30, 15.6), (32, 82.2), (26, 83)], tones.dark)
    pen.box(37, 26, 62, 31, tones.light, 1)
    pen.box(37, 34, 55, 37, tones.light, 1)
    pen.oval(40, 48, 60, 68, tones.accent)


def paper(pen: Pen, tones: Tones) -> None:
    """Sheets and an envelope."""
    pen.shape([(22, 20), (68, 14), (74, 66), (28, 72)], (248, 244, 234))
    for y in (28, 36, 44):
        pen.line([(32, y), (62, y - 4)], tones.dark, 1)
    pen.box(30, 48, 80, 82, tones.main, 2)
    pen.shape([(30, 48), (80, 48), (55, 68)], tones.light)
    pen.oval(52, 63, 58, 69, tones.accent)


def pen_and_ink(pen: Pen, tones: Tones) -> None:
    """Something to write with."""
    pen.line([(24, 76), (64, 26)], tones.main, 7)
    pen.line([(52, 41), (66, 23.5)], tones.dark, 7.4)
    pen.shape([(16, 86), (20.6, 73.6), (27, 78.6)], tones.accent)
    pen.box(58, 58, 82, 82, tones.deep, 4)
    pen.box(64, 52, 76, 60, tones.light, 2)


def headphones(pen: Pen, tones: Tones) -> None:
    """A band and two cups."""
    pen.arc((22, 16, 78, 84), 180, 360, tones.dark, 6)
    for x in (16, 68):
        pen.box(x, 48, x + 16, 80, tones.main, 7)
        pen.box(x + (10 if x < 50 else 2), 52, x + (14 if x < 50 else 6), 76, tones.deep, 2)
    pen.box(19, 52, 22, 74, tones.light, 1.5)


def speaker(pen: Pen, tones: Tones) -> None:
    """A box that sounds."""
    pen.box(28, 12, 72, 86, tones.main, 6)
    pen.box(28, 12, 34, 86, tones.light, 4)
    for top, radius in ((20, 9), (46, 16)):
        pen.oval(50 - radius, top, 50 + radius, top + 2 * radius, tones.deep)
        pen.oval(50 - radius / 2, top + radius / 2, 50 + radius / 2, top + radius * 1.5, tones.dark)


def camera(pen: Pen, tones: Tones) -> None:
    """A camera."""
    pen.box(38, 22, 62, 40, tones.dark, 3)
    pen.box(70, 27, 79, 34, tones.accent, 1.5)
    pen.box(12, 32, 88, 78, tones.main, 6)
    pen.box(12, 42, 88, 68, tones.dark)
    pen.oval(31, 34, 69, 76, tones.deep)
    pen.oval(36, 39, 64, 71, (60, 78, 104))
    pen.oval(44, 44, 54, 55, (140, 166, 190))


def screen(pen: Pen, tones: Tones) -> None:
    """A television or a tablet."""
    pen.box(44, 68, 56, 80, tones.dark)
    pen.box(32, 78, 68, 83, tones.dark, 2)
    pen.box(10, 20, 90, 70, tones.deep, 4)
    pen.box(13, 23, 87, 67, (132, 164, 184))
    pen.shape([(13, 67), (36, 40), (52, 58), (64, 46), (87, 67)], (84, 112, 104))
    pen.oval(66, 28, 77, 39, (246, 224, 160))


def keyboard(pen: Pen, tones: Tones) -> None:
    """Rows of keys."""
    pen.box(8, 34, 92, 72, tones.dark, 4)
    for row in range(4):
        for key in range(10):
            lit = (row * 3 + key) % 11 == 0
            pen.box(
                11.5 + key * 7.8,
                37 + row * 8.5,
                18 + key * 7.8,
                44 + row * 8.5,
                tones.accent if lit else tones.light,
                1,
            )


def charger(pen: Pen, tones: Tones) -> None:
    """A block with a cable."""
    pen.line([(50, 60), (50, 76), (62, 84), (78, 76), (80, 58)], tones.deep, 3)
    pen.box(28, 22, 72, 62, tones.main, 7)
    pen.box(28, 22, 38, 62, tones.light, 6)
    for x in (40, 56):
        pen.box(x, 12, x + 4, 22, tones.deep, 1)
    pen.oval(58, 30, 63, 35, tones.accent)


def tent(pen: Pen, tones: Tones) -> None:
    """A tent, its door open."""
    pen.shape([(50, 20), (92, 80), (8, 80)], tones.main)
    pen.shape([(50, 20), (92, 80), (62, 80)], tones.dark)
    pen.shape([(46, 26), (58, 80), (30, 80)], tones.deep)
    pen.line([(50, 20), (46, 12)], tones.deep, 1.6)
    pen.line([(50, 20), (54, 12)], tones.deep, 1.6)
    pen.shape([(46, 26), (36, 80), (26, 80)], tones.light)


def backpack(pen: Pen, tones: Tones) -> None:
    """A pack."""
    pen.arc((38, 8, 62, 34), 180, 360, tones.deep, 4)
    pen.box(26, 18, 74, 84, tones.main, 14)
    pen.box(26, 18, 74, 44, tones.light, 14)
    pen.box(32, 54, 68, 78, tones.dark, 5)
    pen.box(44, 40, 56, 50, tones.deep, 2)
    pen.box(36, 60, 64, 62.5, tones.accent, 1)


def bag(pen: Pen, tones: Tones) -> None:
    """A bag with a handle."""
    pen.arc((34, 12, 66, 60), 180, 360, tones.deep, 4)
    pen.shape([(20, 36), (80, 36), (86, 84), (14, 84)], tones.main)
    pen.shape([(20, 36), (32, 36), (28, 84), (14, 84)], tones.light)
    pen.oval(43, 52, 57, 66, tones.accent)


def jacket(pen: Pen, tones: Tones) -> None:
    """Something with sleeves."""
    pen.shape([(34, 22), (20, 32), (10, 68), (22, 72), (30, 48)], tones.dark)
    pen.shape([(66, 22), (80, 32), (90, 68), (78, 72), (70, 48)], tones.dark)
    pen.shape([(34, 20), (66, 20), (74, 36), (72, 84), (28, 84), (26, 36)], tones.main)
    pen.shape([(34, 20), (49, 20), (49, 84), (28, 84), (26, 36)], tones.light)
    pen.slice(38, 10, 62, 30, 0, 180, tones.deep)
    pen.line([(50, 31), (50, 83)], tones.deep, 1.2)


def shirt(pen: Pen, tones: Tones) -> None:
    """Something with short sleeves."""
    pen.shape([(34, 20), (8, 38), (18, 54), (30, 46)], tones.dark)
    pen.shape([(66, 20), (92, 38), (82, 54), (70, 46)], tones.dark)
    pen.shape([(34, 20), (66, 20), (72, 30), (70, 84), (30, 84), (28, 30)], tones.main)
    pen.slice(38, 10, 62, 32, 0, 180, tones.deep)
    pen.box(36, 50, 64, 55, tones.accent, 1)


def trousers(pen: Pen, tones: Tones) -> None:
    """Two legs."""
    pen.shape([(32, 16), (68, 16), (76, 86), (56, 86), (50, 40), (44, 86), (24, 86)], tones.main)
    pen.shape([(32, 16), (50, 16), (50, 40), (44, 86), (24, 86)], tones.light)
    pen.box(31, 13, 69, 21, tones.dark, 2)


def hat(pen: Pen, tones: Tones) -> None:
    """A cap."""
    pen.slice(24, 22, 76, 90, 180, 360, tones.main)
    pen.slice(24, 22, 50, 90, 180, 270, tones.light)
    pen.box(20, 54, 94, 63, tones.dark, 4)
    pen.oval(47, 19, 53, 25, tones.deep)


def socks(pen: Pen, tones: Tones) -> None:
    """A pair."""
    for x, color in ((40, tones.dark), (24, tones.main)):
        pen.box(x, 16, x + 20, 66, color, 3)
        pen.box(x, 56, x + 38, 76, color, 9)
        pen.box(x, 16, x + 20, 25, tones.light, 2)
        pen.oval(x + 26, 58, x + 38, 75, tones.accent)


def watch(pen: Pen, tones: Tones) -> None:
    """A watch."""
    pen.box(40, 6, 60, 94, tones.main, 4)
    pen.oval(26, 26, 74, 74, tones.deep)
    pen.oval(31, 31, 69, 69, (246, 242, 232))
    pen.line([(50, 50), (50, 37)], tones.deep, 2)
    pen.line([(50, 50), (59, 54)], tones.deep, 2)


def mat(pen: Pen, tones: Tones) -> None:
    """Something rolled up."""
    pen.box(24, 38, 88, 70, tones.main, 3)
    pen.box(24, 38, 88, 48, tones.light, 3)
    pen.oval(10, 38, 38, 70, tones.dark)
    pen.oval(15, 44, 33, 64, tones.light)
    pen.oval(20, 49, 28, 59, tones.dark)
    pen.box(62, 38, 66, 70, tones.accent)


def bottle(pen: Pen, tones: Tones) -> None:
    """A bottle with a label."""
    pen.box(43, 10, 57, 26, tones.deep, 2)
    pen.box(45, 24, 55, 36, tones.light)
    pen.box(32, 34, 68, 86, tones.main, 8)
    pen.box(32, 34, 40, 86, tones.light, 6)
    pen.box(36, 50, 64, 72, (246, 240, 226), 1)
    pen.box(41, 57, 59, 60, tones.accent)
    pen.box(41, 63, 54, 65, tones.dark)


def jar(pen: Pen, tones: Tones) -> None:
    """A low tin or a bar."""
    pen.box(20, 44, 80, 78, tones.main, 8)
    pen.oval(20, 34, 80, 58, tones.light)
    pen.oval(25, 37, 75, 55, tones.dark)
    pen.box(34, 62, 66, 71, (246, 240, 226), 1)


def pouch(pen: Pen, tones: Tones) -> None:
    """A packet, as of coffee or tea."""
    pen.shape([(28, 18), (72, 18), (78, 84), (22, 84)], tones.main)
    pen.shape([(28, 18), (40, 18), (36, 84), (22, 84)], tones.light)
    pen.box(28, 14, 72, 23, tones.dark, 1)
    pen.box(36, 40, 66, 68, (246, 240, 226), 2)
    pen.oval(45, 47, 57, 61, tones.accent)
    pen.line([(51, 48), (51, 60)], (246, 240, 226), 1)


def tool(pen: Pen, tones: Tones) -> None:
    """A tool with a wooden handle."""
    pen.line([(26, 82), (58, 40)], (164, 116, 74), 8)
    pen.line([(28, 80), (36, 69)], (136, 92, 58), 8)
    pen.shape([(46, 28), (60, 14), (84, 36), (70, 50)], (132, 140, 150))
    pen.shape([(46, 28), (60, 14), (66, 20), (52, 33)], (176, 184, 192))
    pen.line([(40, 64), (44, 59)], tones.accent, 8.6)


def chisel(pen: Pen, tones: Tones) -> None:
    """A chisel."""
    pen.line([(20, 84), (48, 52)], tones.main, 9)
    pen.line([(44, 56), (48, 52)], tones.deep, 9.4)
    pen.shape([(45, 50), (51, 55), (84, 22), (74, 14)], (168, 176, 184))
    pen.shape([(74, 14), (84, 22), (86, 14)], (208, 214, 220))


def plane(pen: Pen, tones: Tones) -> None:
    """A plane."""
    pen.box(10, 62, 92, 76, (118, 126, 136), 3)
    pen.box(10, 70, 92, 76, (90, 98, 108), 2)
    pen.shape([(40, 62), (56, 36), (64, 40), (54, 62)], (168, 176, 184))
    pen.shape([(68, 62), (70, 40), (80, 36), (84, 46), (82, 62)], tones.main)
    pen.oval(20, 44, 34, 64, tones.dark)


def square(pen: Pen, tones: Tones) -> None:
    """A square to measure with."""
    pen.box(18, 20, 30, 84, tones.main, 2)
    pen.box(18, 72, 88, 82, (176, 184, 192), 1)
    for mark in range(9):
        pen.box(34 + mark * 6, 72, 35 + mark * 6, 75 + mark % 2 * 2, (90, 98, 108))


def scissors(pen: Pen, tones: Tones) -> None:
    """Something that cuts."""
    pen.shape([(46, 50), (54, 50), (70, 12)], (168, 176, 184))
    pen.shape([(46, 50), (54, 50), (30, 12)], (140, 148, 156))
    pen.arc((20, 52, 46, 86), 0, 360, tones.main, 5)
    pen.arc((54, 52, 80, 86), 0, 360, tones.dark, 5)
    pen.oval(46, 45, 54, 53, tones.accent)


def poles(pen: Pen, tones: Tones) -> None:
    """A pair of poles."""
    for top, foot, color in ((36, 26, tones.main), (62, 74, tones.dark)):
        pen.line([(top, 12), (foot, 84)], (120, 128, 138), 2.4)
        pen.line([(top, 12), (top - (top - foot) * 0.24, 29)], color, 6)
        pen.oval(foot - 5, 74, foot + 6, 78, tones.accent)


def saw(pen: Pen, tones: Tones) -> None:
    """A saw."""
    pen.shape([(30, 46), (92, 34), (92, 40), (34, 66)], (168, 176, 184))
    for tooth in range(9):
        x, y = 38 + tooth * 6, 64 - tooth * 2.7
        pen.shape([(x, y), (x + 5, y - 2.2), (x + 3.4, y + 3)], (132, 140, 150))
    pen.box(10, 38, 38, 72, tones.main, 9)
    pen.box(18, 48, 30, 62, tones.deep, 5)


def card(pen: Pen, tones: Tones) -> None:
    """A gift card."""
    pen.box(14, 28, 86, 74, tones.main, 5)
    pen.box(44, 28, 52, 74, tones.accent)
    pen.oval(34, 20, 48, 32, tones.accent)
    pen.oval(48, 20, 62, 32, tones.accent)
    pen.box(58, 60, 80, 65, tones.light, 1)


def parcel(pen: Pen, tones: Tones) -> None:
    """A box, for what nothing else fits."""
    pen.shape([(50, 14), (86, 30), (50, 46), (14, 30)], tones.light)
    pen.shape([(14, 30), (50, 46), (50, 88), (14, 70)], tones.main)
    pen.shape([(86, 30), (50, 46), (50, 88), (86, 70)], tones.dark)
    pen.shape([(32, 22), (68, 38), (68, 48), (61, 51), (61, 41), (25, 25)], tones.accent)
