"""Maps say under which number they were approved, or at least whose they are.

In China, a map that is shown to the public bears the number of its approval (地图管理条例, 2015).
"""

from __future__ import annotations

from tourbook.common.problems import Diagnosis, Message, Problems
from tourbook.model.model import Model
from tourbook.schema.countries import find_country

_NO_NUMBER = Diagnosis(
    Message("地图没有审图号，不能公开", "a map without its approval number must not be shown"),
    Message(
        "加一行 number，照抄图上印的审图号，例如 number: 甘S(2023)012号；没有审图号的图不要用，"
        "可从标准地图服务系统下载",
        "add a line `number` with the approval number that is printed on the map, such as "
        "number: 甘S(2023)012号; do not use a map that has none",
    ),
)
_NO_CREDIT = Diagnosis(
    Message("没有写地图是谁的", "nothing says whose map this is"),
    Message(
        "加一行 picture_credit，写地图的来源；有审图号的写 number",
        "add a line `picture_credit` that says whose map it is, or `number` if it was approved in "
        "China",
    ),
)


def check_base_maps(model: Model, problems: Problems) -> None:
    """Report maps without a number on a site in China; on others, those without a credit, too."""
    needs_number = find_country(model.site) == "CN"
    for placed_map in model.list_maps():
        record, at = placed_map
        if record.number:
            continue
        if needs_number:
            problems.add_error("map-number", at.lack("number"), *_NO_NUMBER)
        elif not record.picture_credit:
            problems.add_error("map-credit", at.lack("picture_credit"), *_NO_CREDIT)
