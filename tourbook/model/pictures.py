"""The pictures that records name: files beside them."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import NO_HELP, Location, Message
from tourbook.formats.file_contents import SHOWN_SUFFIXES
from tourbook.sources import paths

from .references import References


class PictureFinder:
    def __init__(self, files: tuple[str, ...], refs: References) -> None:
        self._files, self._known_files, self._refs = files, frozenset(files), refs

    def check_name(self, picture: str, location: Location, folder: str = "") -> None:
        """A problem if the picture that is named at a location is not a file beside its file, or in
        another folder."""
        folder = folder or paths.get_folder(location.file)
        is_text = picture.endswith((".md", *paths.YAML_SUFFIXES))
        if not picture or (f"{folder}/{picture}" in self._known_files and not is_text):
            return
        hint = self._refs.suggester.suggest(picture, folder, lambda: self._iterate_pictures(folder))
        if hint == NO_HELP:
            hint = _suggest_place(picture, folder)
        message = Message(f"没有图片 “{picture}”", f"there is no picture “{picture}”")
        self._refs.problems.add_error("missing-picture", location, message, hint)

    def _iterate_pictures(self, folder: str) -> Iterator[str]:
        """The names of the pictures in a folder."""
        for file in self._files:
            parent, _, name = file.rpartition("/")
            if parent == folder and name.lower().endswith(SHOWN_SUFFIXES):
                yield name


def _suggest_place(picture: str, folder: str) -> Message:
    """What to do about a picture that is not in the folder: elsewhere, or on another site."""
    if "//" in picture:
        return Message(
            f"把图片下载下来，放进 {folder}/，只写文件名",
            f"download the picture, put it into {folder}/, and write only its name",
        )
    name = picture.replace("\\", "/").rpartition("/")[2]
    if name != picture:
        return Message(
            f"把图片放进 {folder}/，只写文件名：{name}",
            f"put the picture into {folder}/, and write only its name: {name}",
        )
    return Message(f"把图片放进 {folder}/", f"put the picture into {folder}/")
