"""Evil strings: text that a server might send to crash, deceive or take over a terminal interface."""

MARKUP = (
    "[/]",
    "[/b] closes nothing",
    "[b",
    "[b]bold[/b]",
    "[@click=app.quit]x[/]",
    "[link=http://evil.example]x[/link]",
    "[foo bar=1]",
    "[$accent]",
    "[XL] [10% off] [0]",
    "[a=b] back\\slash \\[c] [d\\",
    "$name {0} {name} %s %(x)s :smile:",
)
"""What a markup parser would crash on, drop, or make a link of."""

STEERING = (
    "nul\x00 bell\x07 back\x08 form\x0c shift\x0e delete\x7f",
    "\x1b[2J\x1b[31mred\x1b[0m \x1b[5;5H",
    "\x1b]0;PWNED\x07 \x1b]52;c;ZXZpbA==\x1b\\",
    "\x1bPq#0\x1b\\ \x1b_Gx\x1b\\",
    "c1 \x80 \x85 \x90 \x9b31m \x9d0;title\x9c",
    "line\nbreak\r\nreturn\rtab\tseparator\u2028paragraph\u2029end",
    "right\u202eto left\u202c isolate\u2066x\u2069 mark\u200f",
    "zero\u200bwidth\u200c\u2060\ufeff soft\u00adhyphen",
    "tag\U000e0041\U000e007f note\ufff9x\ufffb",
)
"""What would steer the terminal, or hide what it says."""

SHAPES = (
    "漢字の表示は二倍の幅を取る",
    "emoji 👩‍👩‍👧 🇩🇪 ❤️ 👍🏽",
    "e\u0301 o\u0308 Z" + "\u0351" * 80,
    "עברית العربية ไทย हिन्दी",
    "very " * 300 + "long",
    "Unbreakable" * 150,
)
"""What is wider, taller or longer than it seems."""

EVIL = MARKUP + STEERING + SHAPES

_RANGES = (
    (0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x200B, 0x200C), (0x200E, 0x200F),
    (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
)  # fmt: skip

INVISIBLE = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
"""Characters that must never be drawn."""
