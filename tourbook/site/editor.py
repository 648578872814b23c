"""The browser editor as a part of the site, for sites that save in a repository. That of a preview,
which saves in the local folder, is no part of what a build makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tourbook.browser_editor.package import DECAP, SOURCE_FOLDER
from tourbook.browser_editor.page import FOLDER, OWN_SCRIPT, write_page
from tourbook.common.problems import Location, Message, Problems
from tourbook.schedule.agenda import Agenda
from tourbook.schema import SiteRecord
from tourbook.schema.site_options import EditorOptions
from tourbook.sources.paths import SITE_FILE, SITE_FILE_START

from .outputs import Asset, Output, RawFile

KIND = "editor"


def get_published_editor(site: SiteRecord) -> EditorOptions | None:
    """The editor that is to be published; None without one."""
    return site.editor if site.editor and site.editor.backend != "local" else None


def plan_editor(agenda: Agenda, digests: Mapping[str, bytes]) -> Iterator[Output]:
    """Nothing without the script. `digests`: of all source files."""
    site, scripts = agenda.model.site, list_scripts(digests)
    options = get_published_editor(site)
    if options is None or scripts.keys() != DECAP.files.keys():
        return
    contents: dict[str, Callable[[], bytes]] = {
        "index.html": partial(write_page, options, site.languages[0], is_local=False),
        "settings.json": partial(_make_settings, agenda, options),
        OWN_SCRIPT.name: OWN_SCRIPT.read_bytes,
    }
    for name, make_content in contents.items():
        yield RawFile(FOLDER + name, KIND, (SITE_FILE_START,), make_content)
    for name, file in scripts.items():
        yield Asset(FOLDER + name, KIND, (SITE_FILE_START,), file, digests[file])


def _make_settings(agenda: Agenda, options: EditorOptions) -> bytes:
    from tourbook.browser_editor.settings import make_settings  # late: few sites have the editor

    return make_settings(agenda, options, is_local=False)


def list_scripts(digests: Mapping[str, bytes]) -> dict[str, str]:
    """Name of a file of Decap CMS -> where it lies; those that are there."""
    files = {name: f"{SOURCE_FOLDER}/{name}" for name in DECAP.files}
    return {name: file for name, file in files.items() if file in digests}


def check_editor(site: SiteRecord, digests: Mapping[str, bytes], problems: Problems) -> None:
    options, location = get_published_editor(site), Location(SITE_FILE).child("editor")
    if options is None:
        return
    if missing := _list_missing_options(options):
        problems.add_error(
            "editor",
            location,
            Message(
                f"浏览器编辑器（{options.backend}）还缺：{'、'.join(missing)}",
                f"the browser editor ({options.backend}) lacks {', '.join(missing)}",
            ),
            Message(
                "补上；只在本机用就写 backend: local",
                "add that; for use on one's own machine alone, write backend: local",
            ),
        )
    elif list_scripts(digests).keys() != DECAP.files.keys():
        problems.add_warning(
            "editor",
            location,
            Message(
                "浏览器编辑器的脚本还没有装，所以没有发布 /admin/",
                "the script of the browser editor is not installed, so /admin/ is not published",
            ),
            Message(
                "生成网站以前，先运行 tourbook editor install",
                "run tourbook editor install before the build",
            ),
        )


def _list_missing_options(options: EditorOptions) -> list[str]:
    sign_in = {"github": ("sign_in", options.sign_in)}.get(options.backend, ("app", options.app))
    return [name for name, value in (("repo", options.repo), sign_in) if not value]
