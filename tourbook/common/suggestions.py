"""What the author of a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .problems import NO_HELP, Message

MAX_WORDS = 100
"""Words for which the nearest of many others is looked for; that takes time."""


def find_nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that the author most likely meant, or None."""
    import difflib  # late: mostly, nothing is misspelt

    matches = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return matches[0] if matches else None


def suggest_option(word: str, options: Iterable[str], *, max_listed: int = 12) -> Message:
    """Help for a word that is not among the options: the nearest one, or all if they are few."""
    options = sorted(set(options))
    return format_suggestion(find_nearest(word, options), options, max_listed)


def format_suggestion(nearest: str | None, options: Sequence[str], max_listed: int) -> Message:
    """The help of `suggest_option`, for a word whose nearest option is known."""
    if nearest is not None:
        return Message(f"是不是想写 “{nearest}”？", f"did you mean “{nearest}”?")
    if 0 < len(options) <= max_listed:
        listed = ", ".join(options)
        return Message(f"可以写：{listed}", f"choose from: {listed}")
    return NO_HELP


class Suggester:
    """Suggests among many options: once for each word, and for the first MAX_WORDS words only."""

    def __init__(self) -> None:
        self._suggestions: dict[tuple[str, str], Message] = {}

    def suggest(
        self,
        word: str,
        scope: str,
        list_options: Callable[[], Iterable[str]],
        *,
        max_listed: int = 12,
    ) -> Message:
        """As `suggest_option`; words in the same `scope` have the same options."""
        key = (word, scope)
        if key not in self._suggestions:
            suggestion = NO_HELP
            if len(self._suggestions) < MAX_WORDS:
                suggestion = suggest_option(word, list_options(), max_listed=max_listed)
            self._suggestions[key] = suggestion
        return self._suggestions[key]
