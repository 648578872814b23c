"""Look behind a build: is every output that it keeps because its inputs are the same really the same?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tourbook.build import publish
from tourbook.build.freshness import PublishJob, check_freshness, is_known
from tourbook.build.manifest import Reason
from tourbook.site.outputs import Output


def audit_builds(patch: Any) -> None:
    """Let builds raise AssertionError if they keep what is not the same, until `patch` is undone."""
    right = publish.stage_outputs

    def stage_outputs(job: PublishJob, outputs: Sequence[Output], *more: Any) -> dict[str, Any]:
        stale = list(find_stale_outputs(job, outputs))
        assert not stale, f"kept, but their views are others: {stale}"
        return right(job, outputs, *more)

    patch.setattr(publish, "stage_outputs", stage_outputs)


def find_stale_outputs(job: PublishJob, outputs: Sequence[Output]) -> Iterator[str]:
    """The addresses of outputs whose inputs are the same, while their views are not."""
    for output in outputs:
        if is_known(job, output) and check_freshness(job, output).reason != Reason.KEPT:
            yield output.path
