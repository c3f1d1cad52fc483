"""The colour that stands in the place of a picture while it comes: one of a few that the style sheet knows by name.

Readers' pages carry no styles of their own, so the colour itself cannot be written beside the picture.
"""

from colorsys import rgb_to_hls

GREY, HUES = "g", "roylcbvm"  # red, orange … round the circle, an eighth each
LEVELS = (0.15, 0.32, 0.6, 0.76, 0.92)  # of lightness: an alternative text can be read on each, in white or in black
COLOURLESS = 0.1  # between the strongest and the weakest channel: what has less looks grey


def nearest(colour: str) -> str:
    """Return the name of the tone nearest to ``colour``, such as “c08040”: a letter is its hue, a digit how light."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour))
    hue, lightness, _saturation = rgb_to_hls(red, green, blue)
    is_grey = max(red, green, blue) - min(red, green, blue) < COLOURLESS
    level = min(range(len(LEVELS)), key=lambda number: abs(LEVELS[number] - lightness))
    return f"{GREY if is_grey else HUES[round(hue * len(HUES)) % len(HUES)]}{level + 1}"
