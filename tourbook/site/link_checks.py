"""The check that each link and picture of a text leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import NO_HELP, Location, Message, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats.markdown_html import FRAME_IDS, ROOT_PLACEHOLDER, ConvertedMarkdown
from tourbook.model.texts import MarkdownText

from .edition import Edition
from .links import Linker


def check_links(
    linker: Linker,
    texts: Iterable[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
    unreadable_names: set[str],
    edition: Edition,
    problems: Problems,
) -> None:
    """Report each link or picture that leads nowhere. `edition` is that of the default language.

    `unreadable_names` are those of records that have problems of their own: a link to one of them
    may be good.
    """
    anchors = _Anchors(edition, converted_texts)
    for text in texts:
        for attribute, target in converted_texts[text.text].targets:
            address = linker.find_address(target, text.location.file, text.language)
            if attribute == "src" and address and _is_page(address):
                address = None
            if address is None and not _list_names(target) & unreadable_names:
                location = text.location._replace(line=text.first_line, word=target)
                _report_broken_link(linker, attribute, target, location, problems)
            elif address in linker.row_addresses:
                continue
            elif address and (wrong := anchors.find_wrong_anchor(address, text.text)):
                location = text.location._replace(line=text.first_line, word=target)
                _report_wrong_anchor(*wrong, location, problems)


class _Anchors:
    """The places within pages that links can lead to."""

    def __init__(self, edition: Edition, converted_texts: Mapping[str, ConvertedMarkdown]) -> None:
        self._converted_texts = converted_texts
        self._texts: dict[str, str] = {}
        """Site path of the page of an entry -> its text."""
        for lang in edition.model.site.languages:
            prefix = "" if lang == edition.lang else lang + "/"
            for entry in edition.model.entries:
                bodies = entry.bodies
                body = bodies.get(lang) or bodies.get(edition.lang)
                body = body or next(iter(bodies.values()), None)
                path = prefix + edition.addresses.path_for(entry.kind, entry.slug)
                self._texts[path] = body.text if body else ""

    def find_wrong_anchor(self, address: str, text: str) -> tuple[str, tuple[str, ...]] | None:
        """(the anchor of an address in a text, those that there are) if it leads nowhere."""
        path, _, fragment = address.partition("#")
        anchor = unquote(fragment)
        if path and not path.startswith(ROOT_PLACEHOLDER):
            return None
        if not anchor or anchor in FRAME_IDS or anchor == "top":
            return None
        if path:
            path = unquote(path.removeprefix(ROOT_PLACEHOLDER))
            if path not in self._texts:
                return None
            text = self._texts[path]
        anchors = self._converted_texts[text].anchors if text else ()
        return None if anchor in anchors else (anchor, anchors)


def _report_wrong_anchor(
    anchor: str, anchors: tuple[str, ...], location: Location, problems: Problems
) -> None:
    help = suggest_option(anchor, anchors)
    if help == NO_HELP:
        help = Message(
            "写那一页里一个标题的文字，或删去 # 和后面的字",
            "write the words of a heading of that page, or delete the # and what follows it",
        )
    problems.add_error(
        "broken-anchor",
        location,
        Message(f"那一页里没有 “#{anchor}” 这一节", f"that page has no section “#{anchor}”"),
        help,
    )


def _is_page(address: str) -> bool:
    path = address.partition("#")[0]
    return path.startswith(ROOT_PLACEHOLDER) and path.endswith(("/", ROOT_PLACEHOLDER))


def _list_names(target: str) -> set[str]:
    """The names that a target goes through: "../venues/hall.md#top" -> venues, hall."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    return {part.partition(".")[0] for part in path.split("/")}


def _report_broken_link(
    linker: Linker, attribute: str, target: str, location: Location, problems: Problems
) -> None:
    if attribute == "src":
        code: ProblemCode = "broken-picture"
        message = Message(f"没有图片 “{target}”", f"there is no picture “{target}”")
        help = Message(
            "把图片放在同一个文件夹，写它的文件名",
            "put the picture into the same folder and write its name",
        )
    else:
        code = "broken-link"
        message = Message(
            f"链接的目标 “{target}” 不存在",
            f"the link leads to “{target}”, which does not exist",
        )
        help = Message(
            "写那一条内容的文件，例如 ../venues/x.md，或网站里的地址，例如 /venues/x/",
            "write the file of what you mean, such as ../venues/x.md, or an address of "
            "the site, such as /venues/x/",
        )
    hidden_page = linker.explain_hidden_page(target, location.file)
    if hidden_page:
        message, help = hidden_page
    else:
        help = linker.suggest_targets(target, location.file) or help
    problems.add_error(code, location, message, help)
