"""Base maps as they were issued, with the numbers of their approval."""

from typing import Annotated

from .fields import PictureAlt, StrictStruct, Text, describe

MAP_NUMBER_PATTERN = (
    "^[A-Z\u4e00-\u9fff]{0,4}[S审][A-Z\u4e00-\u9fff]{0,3}"
    r"[(（\[［【〔](19|20)\d\d[)）\]］】〕]第?\d{1,6}(-\d{1,4})?号$"
)
"""Whose approval, the year and a number: GS(2019)1822号, GS京(2022)1061号, 甘S(2023)012号."""


class MapRecord(StrictStruct, frozen=True, kw_only=True):
    """A map as it was issued, under the number of its approval."""

    picture: Annotated[
        str, describe("地图文件，放在 content/ 里", "file of the map, in the folder content/")
    ]
    number: Annotated[
        str,
        describe(
            "审图号，如 GS(2019)1822号、甘S(2023)012号；国内的网站必须写，显示在图下",
            "number under which the map was approved in China, as it is printed on it; shown below "
            "it, and required for sites in China",
            pattern=MAP_NUMBER_PATTERN,
        ),
    ] = ""
    picture_alt: PictureAlt = ""
    picture_credit: Annotated[
        Text,
        describe(
            "地图的来源，写在图下；国外的网站没有审图号就必须写",
            "whose map it is, shown below it; required without a number",
        ),
    ] = ""
