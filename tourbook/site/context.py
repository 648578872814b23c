"""What views are made with, in one language of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tourbook import views as v

from .edition import Edition
from .frame import PageFrame
from .links import Linker, TextRenderer
from .presenter import Presenter

FindCut = Callable[[str], v.CalendarCut | None]
"""Site path of a calendar -> what it leaves out, if anything."""


@dataclass(frozen=True)
class Context(Edition):
    """An edition, and all that views need besides: every address of the site is planned now, so
    that links can be resolved."""

    texts: TextRenderer
    presenter: Presenter
    frame: PageFrame
    find_cut: FindCut


def make_context(edition: Edition, linker: Linker, find_cut: FindCut) -> Context:
    agenda, language, addresses = edition.agenda, edition.language, edition.addresses
    archive = edition.archive
    texts = TextRenderer(language, linker)
    presenter = Presenter(agenda, language, addresses, archive)
    frame = PageFrame(agenda.model, language, addresses, presenter, texts)
    return Context(agenda, language, addresses, archive, texts, presenter, frame, find_cut)
