"""What views are made with, in one language of the site."""

from __future__ import annotations

from dataclasses import dataclass

from .edition import Edition
from .frame import PageFrame
from .links import Linker, TextRenderer
from .presenter import Presenter


@dataclass(frozen=True)
class Context(Edition):
    """An edition, and all that views need besides: every address of the site is planned now, so
    that links can be resolved."""

    texts: TextRenderer
    presenter: Presenter
    frame: PageFrame


def make_context(edition: Edition, linker: Linker) -> Context:
    agenda, language, addresses = edition.agenda, edition.language, edition.addresses
    texts = TextRenderer(language, linker)
    presenter = Presenter(agenda, language, addresses)
    frame = PageFrame(agenda.model, language, addresses, presenter, texts)
    return Context(agenda, language, addresses, texts, presenter, frame)
