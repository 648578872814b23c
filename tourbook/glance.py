"""A glance at whether there is anything to do, before most of the program is loaded.

A build leaves a seal (`commands/sealing`): what it looked at and what it made, by their stamps, and
what it says if there is nothing to do. If the same command is given and everything looks the same,
that is said, and no file is read. If anything looks different, this says nothing: the program reads
all files, and finds out whether it matters.

Nothing is imported here that Python does not have at hand: this is most of the time that such a
build takes.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from stat import S_ISREG

from tourbook.common.stamps import is_settled, make_stamp

SEAL = ".tourbook/seal"
"""The seal of the last build, in the folder of the project."""
SITE_FILE = "content/site.yaml"
WALK, NAMES = "/**", "/*.*"
"""Ends of places: all that is in a folder and below it; the names with a dot that are in it. A
place without one is a file, or a folder of which only counts that there is one."""
SECONDS = "\ufdd0"
"""Stands for the time that was taken in what is said."""
_VARIABLES = ("LC_", "LANG", "GIT_", "PATH", "HOME", "XDG_CONFIG_HOME")
"""Beginnings of the names of variables on which a build or its messages may depend."""


class Seal:
    """What a build looked at, what it made, and what it says. All are texts, some of many lines."""

    command: str
    """As `describe_command` gives it."""
    period: str
    """Since when and until when the build is of the same day, in seconds; "" if a day was named."""
    real_paths: str
    """In turn: a path, and where it leads."""
    places: str
    """Where the build looked."""
    appearance: str
    """What `look_at` said of them."""
    digests: str
    """In turn: a file that had changed just before, so that its stamp is not enough; its digest."""
    files: str
    """What it made."""
    measures: str
    """As `measure_files` gives them."""
    stdout: str
    stderr: str

    def __init__(self, **fields: str) -> None:
        vars(self).update(fields)


def repeat_command(arguments: list[str]) -> int | None:
    """Say what the same command would say, and return its exit code; None if it must be run."""
    start = time.time()
    try:
        root = find_root(arguments)
        seal = _read_seal(f"{root}/{SEAL}")
        if not _holds(seal, arguments, start):
            return None
        if seal.digests:
            _renew(f"{root}/{SEAL}", seal)
    except (AttributeError, OSError, ValueError):  # no seal, or one of another version
        return None
    for stream, text in ((sys.stdout, seal.stdout), (sys.stderr, seal.stderr)):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
        stream.write(text.replace(SECONDS, f"{time.time() - start:.2f}"))
    return 0


def find_script() -> str:
    """The build.py, whatever it is called, that was started; "" if it was the command or the
    module."""
    script = os.path.realpath(sys.argv[0])
    is_module = os.path.basename(script) == "__main__.py"
    return script if script.endswith(".py") and not is_module else ""


def find_root(arguments: list[str]) -> str:
    """The folder of the project: that which is named; without one, that of the build.py that was
    started, or else the current folder or the nearest above it with a content/site.yaml."""
    for number, argument in enumerate(arguments):
        if argument.startswith("--root"):
            return argument.partition("=")[2] or "".join(arguments[number + 1 : number + 2])
    if find_script():
        return os.path.dirname(find_script())
    start = folder = os.getcwd()
    if os.path.isdir(os.path.dirname(f"{start}/{SITE_FILE}")):
        return start
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        if os.path.isfile(f"{folder}/{SITE_FILE}"):
            return folder
    return start


def describe_command(arguments: list[str]) -> str:
    """All that a call consists of, but for the files."""
    variables = sorted(item for item in os.environ.items() if item[0].startswith(_VARIABLES))
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    call = (sys.argv[0], arguments, os.getcwd(), variables, user, sys.version, sys.path)
    return repr(call)


def look_at(places: list[str]) -> tuple[str, list[str]]:
    """(what the files there look like; those of which the stamp does not vouch for the bytes).

    Raises OSError if anything cannot be looked at, or is no file, but a link or a pipe.
    """
    seen_at = time.time_ns()
    lines: list[str] = []
    fresh_files: list[str] = []
    for place in places:
        if place.endswith(NAMES):
            lines += sorted(n for n in os.listdir(place.removesuffix(NAMES)) if "." in n[1:])
        else:
            _look_at(place, lines, fresh_files, seen_at)
    return "\n".join(lines), fresh_files


def _look_at(place: str, lines: list[str], fresh_files: list[str], seen_at: int) -> None:
    path = place.removesuffix(WALK)
    if not os.path.lexists(path):
        lines.append(f"{path} -")
    elif not os.path.isdir(path):
        _add_file(path, os.lstat(path), lines, fresh_files, seen_at)
    elif path == place:
        lines.append(path)
    else:
        folders = [path]
        while folders:
            folder = folders.pop()
            lines.append(folder)
            for entry in sorted(os.scandir(folder), key=_get_name):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    _add_file(entry.path, status, lines, fresh_files, seen_at)


def _get_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _add_file(
    path: str, status: os.stat_result, lines: list[str], fresh_files: list[str], seen_at: int
) -> None:
    if not S_ISREG(status.st_mode) or "\n" in path:
        raise OSError(path)
    stamp = make_stamp(status)
    lines.append(f"{path} {stamp}")
    if not is_settled(stamp, seen_at):
        fresh_files.append(path)


def digest_files(paths: list[str]) -> str:
    """Lines: path, digest."""
    if not paths:
        return ""
    from hashlib import blake2b  # late: it brings OpenSSL

    lines: list[str] = []
    for path in paths:
        with open(path, "rb") as f:
            lines += (path, blake2b(f.read()).hexdigest())
    return "\n".join(lines)


def measure_files(paths: list[str]) -> str:
    """Size and time of modification of each file. Raises OSError if one is missing."""
    statuses = map(os.stat, paths)
    return " ".join([f"{status.st_size} {status.st_mtime_ns}" for status in statuses])


def _holds(seal: Seal, arguments: list[str], moment: float) -> bool:
    if seal.command != describe_command(arguments):
        return False
    if seal.period:
        since, until = map(int, seal.period.split())
        if not since <= moment < until:
            return False
    paths = seal.real_paths.split("\n")
    if any(map(str.__ne__, map(os.path.realpath, paths[::2]), paths[1::2])):
        return False
    fresh_files = seal.digests.split("\n")[::2] if seal.digests else []
    return (
        look_at(seal.places.split("\n"))[0] == seal.appearance
        and digest_files(fresh_files) == seal.digests
        and measure_files(seal.files.split("\n")) == seal.measures
    )


def _renew(path: str, seal: Seal) -> None:
    """If the stamps of all files vouch for them by now, no digest is needed any more."""
    appearance, fresh_files = look_at(seal.places.split("\n"))
    if not fresh_files and appearance == seal.appearance:
        seal.digests = ""
        write_seal(path, seal)


def _read_seal(path: str) -> Seal:
    """Raises OSError or ValueError if there is none, or a damaged one."""
    with open(path, "rb") as f:
        checksum, _, raw = f.read().partition(b"\n")
    if int(checksum, 16) != zlib.crc32(raw):
        raise ValueError(path)
    words = raw.decode("utf-8", "surrogateescape").split("\0")
    return Seal(**dict(zip(words[::2], words[1::2], strict=True)))


def write_seal(path: str, seal: Seal) -> None:
    """Raises OSError or ValueError if that is impossible."""
    words = [word for field in vars(seal).items() for word in field]
    if any("\0" in word for word in words):
        raise ValueError(path)
    raw = "\0".join(words).encode("utf-8", "surrogateescape")
    temporary = f"{os.path.dirname(path)}/.tourbook-{os.urandom(8).hex()}-seal"
    with open(temporary, "xb") as f:
        f.write(b"%x\n%b" % (zlib.crc32(raw), raw))
    os.replace(temporary, path)
