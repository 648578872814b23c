"""What a change of source files does to the site: which pages and calendars it makes others. Secret
addresses are not told, for a review may be read by anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common.problems import Problems
from tourbook.site.outputs import Asset, Output

from .freshness import PublishJob, check_freshness, compute_input_digest, find_template_digest
from .options import BuildOptions
from .pipeline import PreparedBuild, digest_templates, plan_site
from .proposals import ReadProject
from .publish import SECRET_KINDS


class Effects(NamedTuple):
    """Site paths of what is new, different or gone."""

    pages: list[str]
    calendars: list[str]


def find_effects(options: BuildOptions, old: ReadProject, new: ReadProject) -> Effects:
    """Nothing if one of the two is not fit to be published."""
    before, after = _plan(options, old), _plan(options, new)
    paths = list(_iterate_different_paths(before, after)) if before and after else []
    return Effects(
        [path for path in paths if not path or path.endswith("/")],
        [path for path in paths if path.endswith(".ics")],
    )


def _plan(options: BuildOptions, read: ReadProject) -> PreparedBuild | None:
    problems = Problems()
    if read.project is None or any(problem.level == "error" for problem in read.problems):
        return None
    prepared = plan_site(options, read.inputs, read.project, problems)
    if prepared:
        digest_templates(read.inputs, prepared, problems)
    return None if problems.error_count else prepared


def _iterate_different_paths(old: PreparedBuild, new: PreparedBuild) -> Iterator[str]:
    old_outputs = {output.path: output for output in _iterate_public_outputs(old)}
    for output in _iterate_public_outputs(new):
        before = old_outputs.pop(output.path, None)
        if before is None or not _is_same(old.job, before, new.job, output):
            yield output.path
    yield from old_outputs


def _iterate_public_outputs(prepared: PreparedBuild) -> Iterator[Output]:
    return (output for output in prepared.outputs if output.kind not in SECRET_KINDS)


def _is_same(old_job: PublishJob, old: Output, new_job: PublishJob, new: Output) -> bool:
    if isinstance(new, Asset):  # neither a page nor a calendar
        return True
    if find_template_digest(old_job, old) != find_template_digest(new_job, new):
        return False
    input_digest = compute_input_digest(new_job, new)
    if input_digest and compute_input_digest(old_job, old) == input_digest:
        return True
    old_content = check_freshness(old_job, old).content_digest
    return old_content == check_freshness(new_job, new).content_digest
