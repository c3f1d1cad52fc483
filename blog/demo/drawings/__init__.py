"""The pictures of the demo publication: drawn by program, so that they are ours and nobody has to fetch them.

A drawing is a function that takes the size in pixels and returns an RGB image, always the same one. Pillow only.
"""

from blog.demo.drawings.cloth import woven_cloth
from blog.demo.drawings.houses import isometric_houses
from blog.demo.drawings.landscapes import (
    city_at_night,
    first_light,
    hills_at_dusk,
    moon_over_water,
    star_trails,
)
from blog.demo.drawings.loaf import bread_crumb
from blog.demo.drawings.plant import botanical_plate
from blog.demo.drawings.portraits import portrait_hanneke, portrait_joaquin, portrait_maryam, portrait_tamsin
from blog.demo.drawings.sheets import rain_radar, tide_chart, tram_map

__all__ = [
    "botanical_plate",
    "bread_crumb",
    "city_at_night",
    "first_light",
    "hills_at_dusk",
    "isometric_houses",
    "moon_over_water",
    "portrait_hanneke",
    "portrait_joaquin",
    "portrait_maryam",
    "portrait_tamsin",
    "rain_radar",
    "star_trails",
    "tide_chart",
    "tram_map",
    "woven_cloth",
]
