"""Making the outputs that are due, then putting them in place: files first, manifest last.

Everything new is written into a staging folder inside the output folder. Only when all of it is
there are the files moved to their places, so an error leaves the last good site as it was; a build
that is killed while moving is repaired by the next, because the manifest names every file first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import canonical, digest
from tourbook.common.files import remove_tree
from tourbook.common.parallel import spread
from tourbook.common.problems import At, Problem, Problems, Say
from tourbook.common.urls import file_of
from tourbook.rendering.render import Html, RenderError
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, Sheet

from . import manifest as mf
from .manifest import Made, Manifest, Reason

STAGING = ".tourbook-staging"
ENOUGH = 10
"""Pages that a template may fail on before the rest is not tried any more: nothing will be
published."""


class Done(NamedTuple):
    """What became of one output; `staged` names the new file, "" where the old one is kept."""

    made: Made
    staged: str
    problem: Problem | None


@dataclass
class Result:
    written: dict[str, Reason] = field(default_factory=dict)
    """Output file -> why."""
    kept: int = 0
    deleted: list[str] = field(default_factory=list)


@dataclass
class Site:
    """Everything that making an output needs, besides the output itself."""

    root: Path
    output: Path
    closures: dict[str, bytes]
    """Template name -> digest of all that it is made of."""
    html: Html
    manifest: Manifest
    salt: bytes
    seal: mf.Seal


def look(site: Site, output: Output) -> tuple[Reason, bytes, bytes, object]:
    """(why it is due or "kept", digest of its templates, digest of its content, what it is made
    from)."""
    source: object
    if isinstance(output, HtmlPage):
        source = output.view()
        template, content = site.closures.get(output.template, b""), digest(canonical(source))
    elif isinstance(output, Sheet):
        source = output.view()
        template, content = b"", digest(canonical(source))
    elif isinstance(output, RawFile):
        source = output.content()
        template, content = b"", digest(source)
    else:
        source, template, content = None, b"", output.digest
    name = file_of(output.path)
    try:
        found = os.stat(f"{site.output}/{name}")
        size, mtime = found.st_size, found.st_mtime_ns
    except OSError:
        size = mtime = -1
    same = site.manifest.salt == site.salt
    return (
        mf.reason(site.manifest.outputs.get(name), same, template, content, size, mtime),
        template,
        content,
        source,
    )


def _make(site: Site, output: Output, number: int) -> Done | None:
    """Make an output and stage it where it is due; None where it is kept as it is."""
    reason, template, content, source = look(site, output)
    name = file_of(output.path)
    if reason == "kept":
        return None
    if isinstance(output, RawFile) and isinstance(source, bytes):
        wrong = output.wrong(source)
        if wrong:
            return Done(mf.PENDING, "", wrong)
    try:
        raw = _bytes(site, output, source)
    except RenderError as e:
        what = Say(
            f"生成 /{output.path} 时模板出错：{e.message}",
            f"the template failed on /{output.path}: {e.message}",
        )
        return Done(
            mf.PENDING, "", Problem("template-error", At(e.file, line=e.line, column=1), what)
        )
    target = site.output / name
    if reason not in ("new", "missing"):  # a file with these very bytes keeps its date
        try:
            if target.read_bytes() == raw:
                found = os.stat(target)
                return Done(
                    Made(template, content, found.st_size, found.st_mtime_ns, "kept"), "", None
                )
        except OSError:
            pass
    staged = f"{STAGING}/{number}"
    with open(f"{site.output}/{staged}", "wb", buffering=0) as f:
        f.write(raw)
        found = os.fstat(f.fileno())
    return Done(Made(template, content, found.st_size, found.st_mtime_ns, reason), staged, None)


def _bytes(site: Site, output: Output, source: object) -> bytes:
    if isinstance(output, HtmlPage):
        return site.html.render(output.template, source)
    if isinstance(output, Sheet):
        return output.write(source)
    if isinstance(output, Asset):
        return (site.root / output.source).read_bytes()
    assert isinstance(source, bytes)
    return source


def publish(
    site: Site,
    outputs: Sequence[Output],
    manifest_path: Path,
    jobs: int,
    problems: Problems,
    progress: Callable[[int], None] = lambda _: None,
) -> Result:
    """Bring the output folder up to date; where a template fails there is a problem and nothing
    changes.

    `progress` is told now and then how many outputs have been looked at.
    """
    staging = site.output / STAGING
    remove_tree(staging)
    staging.mkdir(parents=True)
    try:
        # the feeds first and together: they share the text of the events
        outputs = sorted(outputs, key=lambda o: not isinstance(o, RawFile))
        feeds = sum(isinstance(o, RawFile) for o in outputs)
        here, lost = os.getpid(), 0

        def make(part: Sequence[tuple[int, Output]]) -> list[Done | None]:
            nonlocal lost
            out: list[Done | None] = []
            if os.getpid() == here:  # the other processes are about as far
                progress(part[0][0])
            for n, output in part:
                done = _make(site, output, n) if lost < ENOUGH else None
                lost += done is not None and done.problem is not None
                out.append(done)
            return out

        made = spread(make, list(enumerate(outputs)), jobs, first=feeds)
        failed = [d.problem for d in made if d and d.problem]
        if failed:
            problems.items += failed
            return Result()
        old = site.manifest.outputs
        names = [file_of(o.path) for o in outputs]
        return _put(
            site,
            {n: d or Done(old[n], "", None) for n, d in zip(names, made, strict=True)},
            manifest_path,
        )
    finally:
        remove_tree(staging)


def untouched(output: Path, manifest: Manifest) -> bool:
    """True where every file of the last build is there as it was left, and nothing half done beside
    it."""
    if os.path.exists(f"{output}/{STAGING}"):
        return False
    for name, made in manifest.outputs.items():
        try:
            found = os.stat(f"{output}/{name}")
        except OSError:
            return False
        if found.st_size != made.size or found.st_mtime_ns != made.mtime:
            return False
    return True


def _put(site: Site, done: dict[str, Done], manifest_path: Path) -> Result:
    result = Result()
    old = site.manifest.outputs
    moves = {name: d.staged for name, d in done.items() if d.staged}
    result.deleted = sorted(old.keys() - done.keys())
    result.kept = len(done) - len(moves)
    if moves:
        pending = {name: mf.PENDING for name in moves if name not in old}
        if pending:
            mf.save(manifest_path, Manifest(site.manifest.salt, outputs=old | pending))
    for (
        name
    ) in result.deleted:  # first: a file may stand where a folder is wanted, or differ in case only
        prune(site.output, name)
    made_folders: set[str] = set()
    for name, staged in moves.items():
        folder = name.rpartition("/")[0]
        if folder not in made_folders:
            os.makedirs(f"{site.output}/{folder}", exist_ok=True)
            made_folders.add(folder)
        os.replace(f"{site.output}/{staged}", f"{site.output}/{name}")
        result.written[name] = done[name].made.reason
    new = Manifest(site.salt, site.seal, {name: d.made for name, d in done.items()})
    if new != site.manifest:
        mf.save(manifest_path, new)
    return result


def prune(root: Path, name: str) -> None:
    """Delete a file that the build owns, and the folders that this leaves empty."""
    target = root / name
    try:
        target.unlink()
    except (FileNotFoundError, NotADirectoryError):
        pass
    parent = target.parent
    while parent != root:
        try:
            parent.rmdir()
        except OSError:
            break
        parent = parent.parent
