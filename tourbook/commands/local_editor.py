"""The browser editor in a preview: its page, its settings for the project as it is now, and the
folder where it saves."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from tourbook.browser_editor.page import OWN_SCRIPT, write_missing_page, write_page, write_policy
from tourbook.browser_editor.settings import make_settings
from tourbook.build.editor_files import EditorFiles
from tourbook.build.live import LiveSite
from tourbook.build.local_folder import LocalFolder, Reply

from .preview import Preview

_HTML, _SCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"


class EditorFile(NamedTuple):
    content: bytes
    content_type: str
    policy: str


class LocalEditor:
    def __init__(self, preview: Preview) -> None:
        self._preview = preview

    @property
    def _site(self) -> LiveSite:
        return self._preview.site

    @cached_property
    def _folder(self) -> LocalFolder:
        return LocalFolder(self._site, self._preview.follow)

    def find_file(self, name: str) -> EditorFile | None:
        """A file of the editor; None if there is none, or if the site has no editor."""
        agenda = self._site.agenda
        options = agenda.model.site.editor if agenda else None
        if agenda is None or options is None:
            return None
        lang, files = agenda.model.site.languages[0], EditorFiles(self._site.root)
        policy = write_policy(options, is_local=True)
        if name in ("", "index.html"):
            is_there = files.is_installed()
            page = (
                write_page(options, lang, is_local=True) if is_there else write_missing_page(lang)
            )
            return EditorFile(page, _HTML, policy)
        if name == "settings.json":
            settings = make_settings(agenda, options, is_local=True)
            return EditorFile(settings, "application/json", policy)
        if name == OWN_SCRIPT.name:
            return EditorFile(OWN_SCRIPT.read_bytes(), _SCRIPT, policy)
        content = files.read(name)
        return EditorFile(content, _SCRIPT, policy) if content else None

    def find_draft(self, path: str, number: str) -> bytes | None:
        """A page with what is in a form of the editor."""
        return self._folder.find_draft(path, number)

    def answer(self, body: bytes) -> Reply:
        """What an action gives; nothing can be saved unless the site has an editor."""
        agenda = self._site.agenda
        if agenda is None or agenda.model.site.editor is None:
            return Reply(422, {"error": "the site has no editor"})
        return self._folder.answer(body)
