"""Contrast of the desk's colours, by the formula of WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what shows where something is."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = files("glossary.desk").joinpath("static", "desk.css").read_text("utf-8")
TEXT = (
    *((ink, paper) for ink in ("ink", "quiet", "accent") for paper in ("paper", "raised")),
    ("ink", "mark"),
    ("on-accent", "accent"),
    ("alert-ink", "alert"),
    ("alert-ink", "paper"),
    ("good", "good-paper"),
    ("good", "paper"),
    *((f"on-s{number}", f"s{number}") for number in range(4)),
)
EDGES = (("edge", "paper"), ("edge", "raised"), ("accent", "paper"), ("accent", "raised"), ("accent", "line"))


def palettes() -> dict[str, dict[str, str]]:
    """The colours by name, in light and in dark."""
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{6});", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL))
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme: str) -> None:
    colours = palettes()[scheme]
    poor = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    faint = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in EDGES if contrast(colours[pair[0]], colours[pair[1]]) < 3
    }
    assert (poor, faint) == ({}, {})


def test_every_colour_is_in_the_palette() -> None:
    """Nothing is drawn in a colour that nobody measured."""
    outside = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", outside)
