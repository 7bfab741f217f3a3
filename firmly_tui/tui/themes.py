"""The app's own themes: one calm accent, a color for money, a color for trouble."""

from textual.theme import Theme

DARK = Theme(
    name="firmly-dark",
    primary="#7AA2F7",
    secondary="#9AA5CE",
    accent="#7DCFB6",
    success="#8CCF7E",
    warning="#E5C07B",
    error="#F28B82",
    foreground="#D5D9E4",
    background="#14161C",
    surface="#1A1D25",
    panel="#232732",
    dark=True,
    variables={"footer-key-foreground": "#7AA2F7", "block-cursor-text-style": "none"},
)

LIGHT = Theme(
    name="firmly-light",
    primary="#2F5FD0",
    secondary="#55607A",
    accent="#0F7B63",
    success="#2E7D32",
    warning="#8A5A00",
    error="#B3261E",
    foreground="#1F2430",
    background="#FBFAF7",
    surface="#F2F0EA",
    panel="#E6E3DA",
    dark=False,
    variables={"footer-key-foreground": "#2F5FD0", "block-cursor-text-style": "none"},
)

CONTRAST = Theme(
    name="firmly-contrast",
    primary="#FFFF00",
    secondary="#FFFFFF",
    accent="#00FFFF",
    success="#00FF00",
    warning="#FFD000",
    error="#FF9090",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    text_alpha=1.0,
    variables={
        "footer-key-foreground": "#FFFF00",
        "text-muted": "#FFFFFF",
        "block-cursor-text-style": "bold",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)


def known_instead(name: str) -> str:
    """The themes that there are, where none has this name; `""` where one has, or where no name is given."""
    known = [theme.name for theme in THEMES]
    return ", ".join(known) if name and name not in known else ""
