"""What a stop is part of: the same for the model as for the history.

The model answers with objects (`list_memberships`), the history with the keys that it stores
(`list_former_memberships`). So whatever a stop leaves in an edit is what the model said before.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.repositories import VersionedProject
from tourbook.build.cache import BuildCache
from tourbook.build.load import read_sources
from tourbook.common.problems import Problems
from tourbook.model.assemble import assemble
from tourbook.model.model import Model
from tourbook.schedule.membership import Membership, MembershipFinder
from tourbook.sources.snapshot import take_snapshot

DAY = 86400
FILES: dict[str, str | bytes | None] = {
    **{f"content/organisations/o{n}.md": f"---\nname: 单位{n}\n---\n" for n in range(1, 6)},
    **{f"content/campaigns/c{n}.md": "---\nname: 日\nstart: 2026-12-01\n---\n" for n in (1, 2)},
    "content/exhibitions/set.md": "---\nname: 系列\n---\n",
    "content/exhibitions/light.md": "---\nname: 光\nseries: set\ncopies: [{id: a}, {id: b}]\n---\n",
    "content/exhibitions/water.md": "---\nname: 水\ncopies: [{id: a}]\n---\n",
    "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n",
    "content/venues/gym.md": "---\nname: 体育馆\nregion: '110105'\n---\n",
    "content/caravans/van.md": "---\nname: 车\ncrew: [{name: 甲, person: o5}]\n---\n",
    "content/caravans/bus.md": "---\nname: 大车\n---\n",
}
PEOPLE = st.lists(st.sampled_from(["o1", "o2", "o3", "o4"]), max_size=2, unique=True)
CAMPAIGNS = st.lists(st.sampled_from(["c1", "c2"]), max_size=2, unique=True)
TRIP: dict[str, Any] = {
    "id": st.sampled_from(["north", "south"]),
    "name": st.just("一路"),
    "organisers": PEOPLE,
    "campaigns": CAMPAIGNS,
}
STOP: dict[str, Any] = {
    "id": st.just("stop"),
    "venue": st.sampled_from(["hall", "gym"]),
    "partners": PEOPLE,
    "crew": PEOPLE,
    "campaigns": CAMPAIGNS,
    "volunteers": st.fixed_dictionaries({"count": st.just(2), "by": st.sampled_from(["", "o4"])}),
}
TOURS = st.builds(
    lambda tour, stay: {"tours": [{**tour, "stops": [stay]}]},
    st.fixed_dictionaries(
        {
            **TRIP,
            "exhibition": st.sampled_from(["light", "water"]),
            "copy": st.sampled_from(["", "a"]),
            "caravan": st.sampled_from(["", "van", "bus"]),
        }
    ),
    st.fixed_dictionaries(
        {
            **STOP,
            "open": st.just("2026-12-01"),
            "close": st.just("2026-12-01"),
            "exhibition": st.sampled_from(["", "light", "water"]),
            "copy": st.sampled_from(["", "a"]),
        }
    ),
)
ROUTES = st.builds(
    lambda route, visit: {"routes": [{**route, "visits": [visit]}]},
    st.fixed_dictionaries(
        {
            **TRIP,
            "exhibition": st.sampled_from(["", "light", "water"]),
            "caravan": st.sampled_from(["van", "bus"]),
        }
    ),
    st.fixed_dictionaries({**STOP, "date": st.just("2026-12-01")}),
)


def build_model(repo: VersionedProject) -> Model:
    problems = Problems()
    sources = read_sources(take_snapshot(repo.root), BuildCache(None, b"", 1), problems)
    assert sources is not None
    model = assemble(sources, False, problems, repo.read_ledger(fresh=True))
    assert not problems.error_count, problems.items
    return model


def memberships(model: Model) -> set[Membership]:
    (stop,) = model.stops
    found = MembershipFinder(model).list_memberships(stop)
    assert len(found) == len(set(found)), "each once"
    return set(found)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.tuples(TOURS, TOURS), st.tuples(ROUTES, ROUTES)))
def test_what_a_stop_leaves_in_an_edit_is_what_it_was_part_of(
    tmp_path_factory: Any, schedules: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    root: Path = tmp_path_factory.mktemp("repository")
    repo = VersionedProject(root)
    first, second = (json.dumps(schedule, ensure_ascii=False) for schedule in schedules)
    repo.start(0, {**FILES, "schedule.yaml": first})
    before = memberships(build_model(repo))
    repo.commit(DAY, {"schedule.yaml": second, "content/pages/x.md": "---\ntitle: 另\n---\n"})
    model = build_model(repo)
    (stop,) = model.stops
    former = MembershipFinder(model).list_former_memberships(stop)
    assert former == before - memberships(model)
