"""Look behind a build: is every output that it keeps because its inputs are the same really the same?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tourbook.build import publish
from tourbook.build.freshness import (
    DueOutput,
    PublishJob,
    check_freshness,
    compute_input_digest,
    has_same_inputs,
)
from tourbook.build.manifest import Reason
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Output


def audit_builds(patch: Any) -> None:
    """Let builds raise AssertionError if they keep what is not the same, until `patch` is undone."""
    right = publish.list_due_outputs

    def list_due_outputs(job: PublishJob, outputs: Sequence[Output]) -> list[DueOutput]:
        stale = list(find_stale_outputs(job, outputs))
        assert not stale, f"kept, but their views are others: {stale}"
        return right(job, outputs)

    patch.setattr(publish, "list_due_outputs", list_due_outputs)


def find_stale_outputs(job: PublishJob, outputs: Sequence[Output]) -> Iterator[str]:
    """The addresses of outputs whose inputs are the same, while their views are not."""
    previous = job.destination.previous_manifest.outputs
    for output in outputs:
        record = previous.get(derive_output_file(output.path))
        digest = compute_input_digest(job, output)
        is_kept = record and digest and has_same_inputs(job, output, record, digest)
        if is_kept and check_freshness(job, output).reason != Reason.KEPT:
            yield output.path
