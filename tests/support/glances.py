"""A project that is built by the command line, which first glances whether there is anything to
do."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

from tests.support.projects import TODAY, Project
from tourbook import cli
from tourbook.build.result import BuildResult
from tourbook.glance import repeat_command


class GlancingProject(Project):
    """Fails if a glance says that there is nothing to do, and a build finds something."""

    glance_count = 0
    """How often there was nothing to do."""

    def list_arguments(self, today: dt.date = TODAY) -> list[str]:
        options = {"--root": self.root, "--output": self.output, "--today": today, "--jobs": 1}
        words = [str(word) for option in options.items() for word in option]
        return [*words, "--lang", "en", "--quiet"]

    def seal(self, today: dt.date = TODAY) -> int:
        """Build by the command line, which leaves a seal."""
        try:
            return cli.main(self.list_arguments(today))
        finally:
            gc.enable()

    def is_repeated(self, today: dt.date = TODAY) -> bool:
        return repeat_command(self.list_arguments(today)) == 0

    def build(
        self,
        output: Path | None = None,
        *,
        today: dt.date = TODAY,
        write: bool = True,
        jobs: int = 1,
        **more: object,
    ) -> BuildResult:
        is_repeated = self.is_repeated(today)
        result = super().build(output, today=today, write=write, jobs=jobs, **more)
        published = result.publish_result
        if is_repeated:
            self.glance_count += 1
            assert not published.written_files and not published.deleted_files
        if not result.error_count:
            assert self.seal(today) == 0 and self.is_repeated(today)
        return result
