"""The fields that all kinds of record have, and those of all records with a page of their own."""

import datetime as dt
from typing import Annotated, Literal

from .fields import FactRecord, Id, Link, PictureAlt, PictureFile, StrictStruct, Text, describe

PictureFocus = Literal[
    "top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"
]


class RecordBase(StrictStruct, frozen=True, kw_only=True):
    """The fields that every record has."""

    id: Annotated[
        Id | Literal[""],
        describe("永久编号；不写则用文件名", "permanent id; default: the file name"),
    ] = ""
    slug: Annotated[
        Id | Literal[""],
        describe("网址中的名字；不写则同编号", "name in the address; default: the id"),
    ] = ""
    aliases: Annotated[
        list[str], describe("旧编号或旧网址，自动跳转", "former ids or addresses, which redirect")
    ] = []
    draft: Annotated[bool, describe("草稿：true 时不发布", "draft: true keeps it unpublished")] = (
        False
    )
    updated: Annotated[
        dt.date | None, describe("最后修改日期", "date of the last significant change")
    ] = None
    remark: Annotated[
        str,
        describe(
            "备注，只给编辑看，哪里都不发布",
            "remark for editors, which is published nowhere",
        ),
    ] = ""
    waivers: Annotated[
        dict[str, str],
        describe(
            "不按某条规则检查：规则名和理由",
            "waived rules: name and reason",
        ),
    ] = {}


class DescribedRecord(RecordBase, frozen=True, kw_only=True):
    """A record with a page of its own and a card in lists."""

    summary: Annotated[Text, describe("一两句话的简介", "one or two sentences")] = ""
    picture: PictureFile = ""
    picture_alt: PictureAlt = ""
    picture_credit: Annotated[
        Text,
        describe("图片是谁的，写在图下", "whose picture it is, shown below it"),
    ] = ""
    picture_focus: Annotated[
        PictureFocus | Literal[""],
        describe("图片要裁切时保留的一边", "the side that stays in sight if the picture is cut"),
    ] = ""
    links: Annotated[
        list[Link], describe("相关链接、数字资源", "related links, digital resources")
    ] = []
    facts: Annotated[list[FactRecord], describe("其他信息", "other information")] = []
