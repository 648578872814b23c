"""The project's own folder as a place where the browser editor saves: what `decap-server` does, for
a project of Tourbook.

What is saved is first seen as the project that it would make. If that has new errors, nothing is
written; else only the lines are that somebody changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, NamedTuple

import msgspec

from tourbook.browser_editor.documents import (
    UnreadableError,
    apply_document,
    read_document,
    read_submission,
    write_for_editor,
)
from tourbook.browser_editor.settings import SCHEDULE, name_schedule
from tourbook.common.digests import compute_digest
from tourbook.common.files import has_content, write_atomically
from tourbook.common.problems import ExplainedError, Message, Problem
from tourbook.common.urls import encode_path
from tourbook.sources.paths import is_schedule

from .editable_files import (
    is_editable_picture,
    is_editable_text,
    iterate_entries,
    leads_through_link,
)
from .live import LiveSite

MAX_PICTURE_SIZE = 30_000_000
MAX_LISTED_PROBLEMS = 5


class _File(msgspec.Struct):
    path: str
    label: str = ""


class _DataFile(msgspec.Struct):
    path: str
    raw: str
    newPath: str | None = None  # noqa: N815 - as the editor calls it


class _Asset(msgspec.Struct, frozen=True):
    path: str
    content: str
    """In base64."""


class _Params(msgspec.Struct):
    """Those of all actions."""

    folder: str = ""
    extension: str = "md"
    path: str = ""
    files: list[_File] = []
    dataFiles: list[_DataFile] = []  # noqa: N815
    assets: list[_Asset] = []
    asset: _Asset = _Asset("", "")
    mediaFolder: str = ""  # noqa: N815
    collection: str = ""
    slug: str = ""


class _Request(msgspec.Struct):
    action: str
    params: _Params = msgspec.field(default_factory=_Params)


class Reply(NamedTuple):
    status: int
    content: Any
    """As JSON can hold it."""


class Draft(NamedTuple):
    """A page with what is in a form."""

    path: str
    """Site path."""
    number: str
    content: bytes


class LocalFolder:
    def __init__(self, site: LiveSite, follow: Callable[[], object]) -> None:
        """`follow` looks at the files again."""
        self._site, self._follow = site, follow
        self._successors: dict[tuple[str, str], str] = {}
        """(file, digest as an editor was given it) -> the digest that this editor has given it."""
        self._draft: Draft | None = None
        self._numbers = count(1)
        self._actions: dict[str, Callable[[_Params], Any]] = {
            "info": self._describe,
            "entriesByFolder": self._list_folder,
            "entriesByFiles": self._list_files,
            "getEntry": lambda params: self._show(params.path),
            "persistEntry": self._save,
            "getMedia": lambda params: [],
            "getMediaFile": self._show_picture,
            "persistMedia": self._save_picture,
            "draftPage": self._draft_page,
            "getDeployPreview": self._find_page,
            "getNotes": lambda params: {"notes": []},
            "unpublishedEntries": lambda params: [],
        }

    def answer(self, body: bytes) -> Reply:
        """What an action gives, or why it cannot be done."""
        try:
            request = msgspec.json.decode(body, type=_Request)
        except msgspec.MsgspecError as e:
            return Reply(422, {"error": str(e)})
        action = self._actions.get(request.action)
        if action is None:
            return Reply(422, {"error": f"no such action: {request.action}"})
        try:
            return Reply(200, action(request.params))
        except ExplainedError as e:
            return Reply(422, {"error": self._localize(e.message)})

    def _localize(self, message: Message) -> str:
        """In the language of the forms."""
        agenda = self._site.agenda
        lang = agenda.model.site.languages[0] if agenda else "zh"
        return message.in_language("zh" if lang.startswith("zh") else "en")

    # ---- reading: from what the preview has read -----------------------------------------

    def _describe(self, _: _Params) -> Any:
        return {"repo": "local", "publish_modes": ["simple"], "type": "local_fs"}

    def _list_folder(self, params: _Params) -> Any:
        files = iterate_entries(self._site.texts, params.folder, params.extension)
        entries = map(self._show, files)
        return [entry for entry in entries if entry["data"] is not None]

    def _list_files(self, params: _Params) -> Any:
        return [self._show(file.path, file.label) for file in params.files]

    def _show(self, file: str, label: str = "") -> Any:
        raw = self._site.texts.get(file) if is_editable_text(file) else None
        data = self._read(raw, file) if raw is not None else None
        file_id = hashlib.sha256(raw).hexdigest() if raw is not None and data else None
        return {"data": data, "file": {"path": file, "label": label, "id": file_id}}

    def _read(self, raw: bytes, file: str) -> str | None:
        try:
            return write_for_editor(read_document(raw, file), raw)
        except UnreadableError:  # the preview says why
            return None

    def _show_picture(self, params: _Params) -> Any:
        raw = self._site.read_file(params.path) if is_editable_picture(params.path) else None
        if raw is None:
            raise ExplainedError(f"没有图片 {params.path}", f"there is no picture {params.path}")
        return _describe_picture(params.path, raw)

    def _find_page(self, params: _Params) -> Any:
        collection, _, language = params.collection.partition("-")
        ending = f".{language}.md" if language else ".md"
        files = [f"content/{collection}/{params.slug}{ending}"]
        if params.collection == SCHEDULE:
            files = [
                f for f in self._site.texts if is_schedule(f) and name_schedule(f) == params.slug
            ]
        page = self._site.find_page_of(files[0]) if files else None
        return page and {"url": page, "status": "success"}

    # ---- the page as it would be -----------------------------------------------------------

    def _draft_page(self, params: _Params) -> Any:
        """The address of the page of a file, with what is in the form, and what is wrong there."""
        file = params.dataFiles[0].path if params.dataFiles else ""
        raw = self._edit(file, params.dataFiles[0].raw, checks_base=False) if file else b""
        page = self._site.draft_page(file, raw)
        if page.answer:
            self._draft = Draft(page.answer.path, str(next(self._numbers)), page.answer.content)
        error = self._localize(_explain_errors(page.errors)) if page.errors else ""
        draft = self._draft if page.answer else None
        return {"url": draft and f"/{encode_path(draft.path)}?draft={draft.number}", "error": error}

    def find_draft(self, path: str, number: str) -> bytes | None:
        """The page that was drafted last, if it is that one."""
        draft = self._draft
        return draft.content if draft and draft[:2] == (path, number) else None

    # ---- writing -------------------------------------------------------------------------

    def _save(self, params: _Params) -> Any:
        files = {f.path: self._edit(f.path, f.raw) for f in params.dataFiles}
        if any(f.newPath not in (None, f.path) for f in params.dataFiles):
            raise ExplainedError("这里不能给文件改名", "files cannot be renamed here")
        pictures = {asset.path: self._read_picture(asset) for asset in params.assets}
        errors = self._site.find_new_errors({**pictures, **files})
        if errors:
            raise ExplainedError(*_explain_refusal(errors))
        self._write({**pictures, **files})
        for data_file in params.dataFiles:
            if digest := read_submission(data_file.raw, data_file.path).source_digest:
                new_digest = compute_digest(files[data_file.path]).hex()
                self._successors[data_file.path, digest] = new_digest
        return {"message": "entry persisted"}

    def _edit(self, file: str, text: str, *, checks_base: bool = True) -> bytes:
        """The new bytes of a file. Raises ExplainedError."""
        if not is_editable_text(file):
            raise ExplainedError(f"不能写 {file}", f"{file} is not to be written")
        raw = self._site.texts.get(file, b"")
        try:
            submission = read_submission(text, file)
            if checks_base:
                self._check_base(file, raw, submission.source_digest)
            return apply_document(raw, file, submission.document)
        except (ValueError, KeyError, IndexError, UnreadableError) as e:
            raise ExplainedError(
                f"{file} 没有保存：文件写法特殊，请在编辑器里直接改它",
                f"{file} was not saved: it is written in an unusual way; edit the file itself",
            ) from e

    def _check_base(self, file: str, raw: bytes, source_digest: str) -> None:
        """Raises ExplainedError if it is not what the editor was given, or has made of that."""
        digest = compute_digest(raw).hex() if raw else ""
        if digest not in (source_digest, self._successors.get((file, source_digest))):
            raise ExplainedError(
                f"{file} 在这期间被改过，没有保存：先记下您的改动，刷新页面再改",
                f"{file} has been changed meanwhile, and was not saved: note what you changed, "
                f"reload the page and do it again",
            )

    def _read_picture(self, asset: _Asset) -> bytes:
        """Raises ExplainedError."""
        try:
            raw = base64.b64decode(asset.content, validate=True)
        except binascii.Error:
            raw = b""
        former = self._site.read_file(asset.path)
        if not is_editable_picture(asset.path) or not 0 < len(raw) <= MAX_PICTURE_SIZE:
            raise ExplainedError(
                f"{asset.path} 不能用：图片要在 30 MB 以内，放在 content/ 里",
                f"{asset.path} cannot be used: pictures have at most 30 MB, and are in content/",
            )
        if former not in (None, raw):
            raise ExplainedError(
                f"已经有一张 {asset.path}：请换个文件名",
                f"there is {asset.path} already: give the file another name",
            )
        return raw

    def _save_picture(self, params: _Params) -> Any:
        raw = self._read_picture(params.asset)
        self._write({params.asset.path: raw})
        return _describe_picture(params.asset.path, raw)

    def _write(self, files: Mapping[str, bytes]) -> None:
        """All of them or none. Raises ExplainedError."""
        root = self._site.root
        for file in files:
            former, path = self._site.read_file(file), root / file
            is_same = not path.exists() if former is None else has_content(path, former)
            if leads_through_link(root, file) or not is_same:
                raise ExplainedError(
                    f"{file} 刚刚被改过，或者是个链接，没有保存",
                    f"{file} has just been changed, or is a link, and was not saved",
                )
        for file, raw in files.items():
            write_atomically(root / file, raw)
        self._follow()


def _describe_picture(file: str, raw: bytes) -> Any:
    return {
        "id": hashlib.sha256(raw).hexdigest(),
        "content": base64.b64encode(raw).decode(),
        "encoding": "base64",
        "path": file,
        "name": posixpath.basename(file),
    }


def _explain_refusal(errors: list[Problem]) -> Message:
    zh, en = _explain_errors(errors)
    return Message(f"没有保存：{zh}", f"not saved: {en}")


def _explain_errors(errors: list[Problem]) -> Message:
    listed = errors[:MAX_LISTED_PROBLEMS]
    zh = "；".join(f"{p.message.zh}{'，' + p.help.zh if p.help.zh else ''}" for p in listed)
    en = "; ".join(f"{p.message.en}{' – ' + p.help.en if p.help.en else ''}" for p in listed)
    return Message(zh, en)
