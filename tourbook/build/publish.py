"""Make the outputs that are due, then put them in place.

Everything new is written into a staging folder inside the output folder. Only when all of it is
made are the files moved to their places, so an error leaves the last good site as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tourbook.common.problems import Problems
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Output

from .freshness import PublishJob
from .manifest import BuildFingerprint
from .obstacles import find_obstacles
from .placement import StagedOutput, open_staging, place_outputs
from .result import PublishResult
from .staging import stage_outputs

SECRET_KINDS = ("crew",)
"""Kinds of outputs whose addresses nothing that is published may name."""


def publish(
    job: PublishJob,
    outputs: Sequence[Output],
    fingerprint: BuildFingerprint,
    problems: Problems,
    jobs: int = 1,
    on_progress: Callable[[int], None] = lambda _: None,
) -> PublishResult:
    """Bring the output folder up to date; if an output fails, report it and change nothing.

    `fingerprint` is what the manifest remembers of the build; `on_progress` is called now and then
    with the number of outputs done.
    """
    with open_staging(job.destination):
        fresh = stage_outputs(job, outputs, jobs, on_progress)
        old = job.destination.previous_manifest.outputs
        failures = [s.problem for s in fresh.values() if s.problem]
        failures += find_obstacles(job.output_folder, fresh, old)
        if failures:
            problems.extend(failures)
            return PublishResult()
        kinds = {derive_output_file(output.path): output.kind for output in outputs}
        return place_outputs(
            job.destination,
            {name: fresh.get(name) or StagedOutput(old[name]) for name in kinds},
            {name for name, kind in kinds.items() if kind not in SECRET_KINDS},
            fingerprint,
        )
