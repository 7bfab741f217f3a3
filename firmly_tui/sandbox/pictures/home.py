"""Drawings of what stands in a home: furniture, lamps, textiles, tableware, appliances."""

from __future__ import annotations

from firmly_tui.sandbox.pictures.colors import Tones
from firmly_tui.sandbox.pictures.pen import Pen


def sofa(pen: Pen, tones: Tones) -> None:
    """Two cushions between arms."""
    for x in (21, 75):
        pen.box(x, 72, x + 4, 80, tones.deep)
    pen.box(17, 36, 83, 66, tones.dark, 7)
    pen.box(20, 40, 49.5, 62, tones.main, 4)
    pen.box(50.5, 40, 80, 62, tones.main, 4)
    pen.box(19, 56, 81, 74, tones.dark, 3)
    pen.box(21, 56, 49.5, 67, tones.light, 3)
    pen.box(50.5, 56, 79, 67, tones.light, 3)
    pen.box(11, 48, 22, 75, tones.main, 5)
    pen.box(78, 48, 89, 75, tones.main, 5)
    pen.shape([(25, 55), (29, 43), (41, 46), (38, 57)], tones.accent)


def chair(pen: Pen, tones: Tones) -> None:
    """A chair from the front."""
    for points in ([(33, 62), (29, 84)], [(67, 62), (71, 84)], [(38, 62), (38, 80)], [(62, 62), (62, 80)]):
        pen.line(points, tones.deep, 3)
    pen.box(32, 18, 68, 52, tones.dark, 8)
    pen.box(36, 22, 64, 52, tones.main, 6)
    pen.box(28, 52, 72, 64, tones.light, 5)


def stool(pen: Pen, tones: Tones) -> None:
    """A low, soft seat."""
    for x in (26, 70):
        pen.box(x, 68, x + 4, 80, tones.deep)
    pen.box(18, 46, 82, 71, tones.dark, 7)
    pen.box(18, 42, 82, 60, tones.main, 8)
    pen.box(24, 46, 76, 49, tones.light, 1.5)


def table(pen: Pen, tones: Tones) -> None:
    """A table with something on it."""
    for points in ([(22, 46), (18, 82)], [(78, 46), (82, 82)], [(33, 46), (32, 76)], [(67, 46), (68, 76)]):
        pen.line(points, tones.dark, 3.5)
    pen.box(10, 41, 90, 49, tones.main, 2.5)
    pen.box(10, 41, 90, 44, tones.light, 1.5)
    pen.box(57, 29, 66, 41, tones.accent, 3)
    pen.line([(61, 29), (58, 20)], (110, 132, 100), 1.6)
    pen.line([(62, 29), (66, 18)], (110, 132, 100), 1.6)


def shelf(pen: Pen, tones: Tones) -> None:
    """Boards with books."""
    pen.box(24, 14, 76, 84, tones.dark, 2)
    for top in (18, 39, 60):
        pen.box(28, top, 72, top + 18, tones.deep)
        for place, color in enumerate((tones.accent, tones.light, tones.main, tones.accent)):
            pen.box(31 + 6 * place, top + 4 + place % 2 * 3, 36 + 6 * place, top + 18, color)
        pen.box(28, top + 18, 72, top + 21, tones.main)


def lamp(pen: Pen, tones: Tones) -> None:
    """A shade on a stem, with its light."""
    glow = (250, 226, 160)
    pen.oval(35, 42, 65, 56, glow)
    pen.line([(50, 48), (50, 80)], tones.deep, 2.4)
    pen.oval(35, 76, 65, 84, tones.dark)
    pen.shape([(38, 18), (62, 18), (74, 50), (26, 50)], tones.main)
    pen.shape([(38, 18), (47, 18), (41, 50), (26, 50)], tones.light)


def blanket(pen: Pen, tones: Tones) -> None:
    """Something woven, folded."""
    pen.box(16, 60, 84, 76, tones.dark, 6)
    pen.box(16, 46, 84, 63, tones.main, 6)
    pen.box(16, 32, 84, 49, tones.light, 6)
    for x in (30, 36, 66, 72):
        pen.box(x, 32, x + 2, 76, tones.accent)


def cushion(pen: Pen, tones: Tones) -> None:
    """A cushion."""
    pen.shape([(20, 24), (50, 28), (80, 24), (77, 50), (80, 78), (50, 74), (20, 78), (23, 50)], tones.main)
    pen.shape([(20, 24), (50, 28), (50, 74), (20, 78), (23, 50)], tones.light)
    pen.line([(50, 28), (50, 74)], tones.dark, 1)


def mug(pen: Pen, tones: Tones) -> None:
    """A mug with steam."""
    for x in (42, 54):
        pen.line([(x, 30), (x + 3, 25), (x - 1, 20), (x + 2, 15)], tones.accent, 1.6)
    pen.arc((58, 46, 84, 72), 270, 90, tones.dark, 6)
    pen.box(26, 38, 70, 82, tones.main, 7)
    pen.box(26, 38, 36, 82, tones.light, 5)
    pen.oval(26, 34, 70, 44, tones.dark)
    pen.oval(30, 36, 66, 43, (92, 62, 44))


def kettle(pen: Pen, tones: Tones) -> None:
    """A pot with a spout and a handle."""
    pen.arc((60, 34, 90, 70), 270, 90, tones.deep, 5)
    pen.shape([(34, 62), (12, 40), (18, 35), (38, 48)], tones.dark)
    pen.shape([(34, 34), (66, 34), (74, 80), (26, 80)], tones.main)
    pen.shape([(34, 34), (42, 34), (38, 80), (26, 80)], tones.light)
    pen.box(32, 29, 68, 36, tones.dark, 3)
    pen.oval(46, 21, 54, 30, tones.accent)


def bowl(pen: Pen, tones: Tones) -> None:
    """A bowl or a plate."""
    pen.box(40, 72, 60, 79, tones.dark, 2)
    pen.slice(14, 12, 86, 76, 0, 180, tones.main)
    pen.slice(14, 12, 50, 76, 90, 180, tones.light)
    pen.oval(14, 37, 86, 51, tones.dark)
    pen.oval(19, 39, 81, 49, tones.deep)


def vase(pen: Pen, tones: Tones) -> None:
    """A jar with a twig."""
    pen.line([(50, 36), (46, 22), (54, 10)], (96, 116, 86), 1.8)
    for x, y in ((40, 20), (50, 14), (44, 10)):
        pen.oval(x, y, x + 8, y + 6, (122, 144, 108))
    pen.oval(28, 38, 72, 84, tones.main)
    pen.slice(28, 38, 72, 84, 110, 250, tones.light)
    pen.box(42, 32, 58, 46, tones.main, 2)
    pen.oval(42, 30, 58, 36, tones.dark)


def plant(pen: Pen, tones: Tones) -> None:
    """Leaves in a pot."""
    green, pale = (84, 122, 84), (120, 156, 108)
    pen.line([(50, 66), (50, 30)], (90, 92, 64), 2.4)
    for x, y, color in ((20, 26, green), (52, 20, pale), (28, 10, pale), (54, 38, green), (18, 44, pale)):
        pen.oval(x, y, x + 27, y + 17, color)
    pen.shape([(34, 62), (66, 62), (61, 86), (39, 86)], tones.main)
    pen.box(31, 58, 69, 66, tones.dark, 2)


def pot(pen: Pen, tones: Tones) -> None:
    """An empty pot on its saucer."""
    pen.shape([(30, 34), (70, 34), (64, 78), (36, 78)], tones.main)
    pen.shape([(30, 34), (42, 34), (45, 78), (36, 78)], tones.light)
    pen.box(26, 28, 74, 40, tones.dark, 3)
    pen.oval(26, 74, 74, 84, tones.dark)


def washer(pen: Pen, tones: Tones) -> None:
    """A machine with a round window."""
    pen.box(22, 14, 78, 86, tones.main, 4)
    pen.box(22, 14, 78, 28, tones.light, 4)
    pen.oval(28, 18, 34, 24, tones.dark)
    pen.box(54, 18, 72, 24, tones.deep, 2)
    pen.oval(30, 34, 70, 74, tones.dark)
    pen.oval(35, 39, 65, 69, (118, 150, 170))
    pen.slice(35, 39, 65, 69, 20, 160, (160, 190, 205))


def fridge(pen: Pen, tones: Tones) -> None:
    """A tall machine with two doors."""
    pen.box(28, 8, 72, 88, tones.dark, 4)
    pen.box(29, 9, 71, 52, tones.main, 3)
    pen.box(29, 54, 71, 86, tones.main, 3)
    pen.box(32, 9, 36, 52, tones.light)
    pen.box(62, 26, 65, 48, tones.deep, 1.5)
    pen.box(62, 58, 65, 72, tones.deep, 1.5)


def oven(pen: Pen, tones: Tones) -> None:
    """A range, a dishwasher or a microwave."""
    pen.box(16, 24, 84, 80, tones.main, 4)
    pen.box(16, 24, 84, 36, tones.light, 4)
    for x in (24, 34, 66, 76):
        pen.oval(x - 3, 27, x + 3, 33, tones.deep)
    pen.box(22, 44, 78, 73, tones.deep, 3)
    pen.box(26, 48, 74, 69, (96, 84, 78), 2)
    pen.box(24, 39, 76, 42, tones.dark, 1.5)


def fan(pen: Pen, tones: Tones) -> None:
    """A round thing on a foot: a fan, a clock, a scale."""
    pen.line([(50, 62), (50, 80)], tones.deep, 4)
    pen.oval(32, 76, 68, 86, tones.dark)
    pen.oval(22, 12, 78, 68, tones.dark)
    pen.oval(26, 16, 74, 64, tones.light)
    pen.line([(50, 40), (50, 24)], tones.deep, 2.6)
    pen.line([(50, 40), (62, 46)], tones.deep, 2.6)
    pen.oval(46, 36, 54, 44, tones.accent)
