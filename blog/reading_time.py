"""How long a text takes to read, from its number of words and its language."""

# Words a minute that adults read to themselves; of Chinese and Japanese characters, as ``markup.count_words`` has them.
PACE = {"ar": 180, "de": 200, "en": 238, "fi": 190, "he": 220, "ja": 500, "ru": 190, "sv": 218, "tr": 190, "zh": 450}
USUAL_PACE = 215


def minutes(words: int, language: str) -> int:
    """Return how many minutes ``words`` of ``language`` (a code such as ``en-gb``) take, one at least."""
    pace = PACE.get(language.partition("-")[0].lower(), USUAL_PACE)
    return max(1, round(words / pace))
