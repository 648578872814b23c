"""The ways in which an exhibition is lent."""

from typing import Annotated, Literal

from .fields import StrictStruct, Text, describe

LoanKind = Literal["turnkey", "full", "exhibits", "caravan", "posters", "digital"]
"""From the whole exhibition with those who set it up to files alone."""
WEEKS_PATTERN = r"^[1-9]\d?(-[1-9]\d?|\+)?$"


class LoanRecord(StrictStruct, frozen=True, kw_only=True):
    """One way in which a host can have an exhibition."""

    kind: Annotated[
        LoanKind,
        describe(
            "借展方式：turnkey 整套含人员、full 整套、exhibits 部分展品、caravan 大篷车到访、"
            "posters 展板、digital 数字资源",
            "kind of loan: turnkey (with those who set it up), full, exhibits (some of them), "
            "caravan (it comes), posters or digital",
        ),
    ]
    free: Annotated[
        bool | None,
        describe(
            "是否免费出借：true 或 false；不写则页面不提",
            "lent for nothing: true or false; if it is missing, pages say nothing about it",
        ),
    ] = None
    fee: Annotated[
        Text,
        describe("费用，如“每四周 8000 元”“运费自理”", "what is to be paid: a fee, the transport"),
    ] = ""
    weeks: Annotated[
        str,
        describe(
            "借期几周，如 4-12 或 4+",
            "length of the loan in weeks, such as 4-12 or 4+",
            pattern=WEEKS_PATTERN,
            extra_json_schema={"x-code": True},
        ),
    ] = ""
    needs: Annotated[
        Text, describe("借展方要准备什么", "what the host must bring: staff, space, a screen")
    ] = ""
