"""The history before a commit, and what the commit says -> the history after it.

Two things hold along every line of history, however it forks and joins:

- A record never has fewer versions, and has more if its timing changed.
- It is never modified earlier, and later if anything that its events show changed.

So SEQUENCE and LAST-MODIFIED of a published event can only rise, whichever side of a merge was
published. If a side already says what the merge says, they stay as they are on that side.

What was removed is told of only as far as the published line had it, which is that of the first
parents: see `merge`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .advance import advance
from .facts import CommitFacts
from .histories import History
from .merge import merge


def fold_commit(parents: Sequence[History], commit: CommitFacts) -> History:
    """What a commit changes in the history of its first parent. The histories of the parents stay
    as they are."""
    if len(parents) > 1:
        return merge(parents, commit)
    return advance(parents[0] if parents else History(), commit)
