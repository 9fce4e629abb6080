"""An accent colour of somebody's own, used only where people can read it (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

_PAPERS = {"light": "ffffff", "dark": "1f1e1b"}
_LEAST_CONTRAST = 4.5


def accent_style(accent: str) -> str:
    """The style sheet that sets an accent (six hexadecimal digits) on those grounds on which it can be read."""
    if not accent:
        return ""
    rules = {
        "light": f".light,.auto{{--accent:#{accent}}}",
        "dark": f".dark{{--accent:#{accent}}}@media(prefers-color-scheme:dark){{.auto{{--accent:#{accent}}}}}",
    }
    usual_in_the_dark = "@media(prefers-color-scheme:dark){.auto{--accent:#86cdb4}}"
    readable = {theme for theme, paper in _PAPERS.items() if contrast(accent, paper) >= _LEAST_CONTRAST}
    sheet = "".join(rule for theme, rule in rules.items() if theme in readable)
    return sheet + (usual_in_the_dark if "light" in readable and "dark" not in readable else "")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of six hexadecimal digits, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
