"""Where a link or a picture in a text leads, and the check that it leads somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from tourbook.common import urls
from tourbook.common.problems import NO_HELP, Location, Message, Problems, suggest_option
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER, ConvertedMarkdown
from tourbook.model.model import Model
from tourbook.sources.paths import get_folder


class Linker:
    """Resolves targets as authors write them: to files beside them, to addresses of the site, to
    other sites."""

    def __init__(
        self, model: Model, pages: dict[str, str], paths: set[str], pictures: dict[str, str]
    ) -> None:
        """`pages`: Markdown file -> site path of its page without language; `paths`: every site
        path of the build; `pictures`: file -> site path."""
        self.model, self.pages, self.paths, self.pictures = model, pages, paths, pictures
        self.default_lang = model.site.languages[0]

    def resolve_link(self, attribute: str, target: str, file: str, lang: str) -> str:
        """The address behind a target, site paths behind ROOT; "#" for one that leads nowhere (a
        problem already)."""
        return self.find_address(target, file, lang) or "#"

    def find_address(self, target: str, file: str, lang: str) -> str | None:
        if target.startswith(("#", "//")) or ":" in target.partition("/")[0]:
            return target
        path, mark, anchor = target.partition("#")
        path = urls.normalize_path(unquote(path.partition("?")[0]))
        if path.startswith("/"):
            found = self._find_site_path(path.lstrip("/"), lang)
        else:
            beside = posixpath.normpath(posixpath.join(get_folder(file), path))
            if beside in self.pages:
                found = self._find_site_path(self.pages[beside], lang)
            else:
                found = self.pictures.get(beside)
        return None if found is None else ROOT_PLACEHOLDER + urls.encode_path(found) + mark + anchor

    def _find_site_path(self, path: str, lang: str) -> str | None:
        options = [path, path + "/"] if path and not path.endswith("/") else [path]
        for one in options:
            translated = one if lang == self.default_lang else f"{lang}/{one}"
            if translated in self.paths:
                return translated
            if one in self.paths:
                return one
        return None

    def suggest_targets(self, target: str, file: str) -> Message:
        folder = get_folder(file)
        if target.startswith("/"):
            return suggest_option(target, ["/" + p for p in self.paths], max_listed=0)
        return suggest_option(
            target,
            [posixpath.relpath(p, folder) for p in [*self.pages, *self.pictures]],
            max_listed=0,
        )


def check_links(
    linker: Linker,
    texts: Iterable[tuple[str, Location, str, int]],
    prose: dict[str, ConvertedMarkdown],
    unreadable_names: set[str],
    problems: Problems,
) -> None:
    """Add a problem for each link or picture that leads nowhere.

    `texts` gives (text, location, language, first line or 0); `unreadable_names` are the names of
    records that have problems of their own: a link to one of them may be good.
    """
    for text, at, lang, first_line in texts:
        for attribute, target in prose[text].targets:
            if linker.find_address(target, at.file, lang) is not None:
                continue
            if not unreadable_names.isdisjoint(_split_names(target)):
                continue
            place = at._replace(line=first_line, word=target)
            mend = linker.suggest_targets(target, at.file)
            if attribute == "src":
                what = Message(f"没有图片 “{target}”", f"there is no picture “{target}”")
                other = Message(
                    "把图片放在同一个文件夹，写它的文件名",
                    "put the picture into the same folder and write its name",
                )
            else:
                what = Message(
                    f"链接的目标 “{target}” 不存在",
                    f"the link leads to “{target}”, which does not exist",
                )
                other = Message(
                    "写那一条内容的文件，例如 ../venues/x.md，或网站里的地址，例如 /venues/x/",
                    "write the file of what you mean, such as ../venues/x.md, or an address of "
                    "the site, such as /venues/x/",
                )
            problems.add_error(
                "broken-picture" if attribute == "src" else "broken-link",
                place,
                what,
                other if mend == NO_HELP else mend,
            )


def _split_names(target: str) -> set[str]:
    """The names that the folders and the file of a target can stand for: `../venues/hall.en.md`
    gives "venues" and "hall"."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    return {segment.partition(".")[0] for segment in urls.normalize_path(path).split("/")}
