"""Web addresses, e-mail addresses and telephone numbers that lead nowhere, and what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.patterns import compile_late
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import Diagnosis, Location, Message, PathKey, Problems, suggest_text

_WIDE = "\u2000-\u206f\u3000-\u303f\uff00-\uff65\uffe0-\uffee"
"""Punctuation and full-width forms of Unicode."""
_HOST = rf"[^\s/?#@:;,\[\]\"<>\\^`{{|}}.{_WIDE}]+"
_WEB_ADDRESS = compile_late(
    rf"https?://{_HOST}(?:\.{_HOST})*\.?(?::\d+)?(?:[/?#]\S*)?(?<![，。、；：“”])", re.ASCII
)
_SCHEME = compile_late(
    r"(h{1,2}t{1,3}p{1,2}s{0,2}|htt?ps?|http s)\s*[:;]?\s*[/\\]+\s*|https?:", re.IGNORECASE
)
_FILE_NAME = compile_late(r"[^/]+\.(?:html?|php|aspx?|jsp|do)$", re.IGNORECASE)
_LOCAL_PATH = compile_late(r"file:|[A-Za-z]:[\\/]|~?/(?!/)|\.{1,2}/|content/", re.IGNORECASE)
_HOST_NAME = compile_late(rf"{_HOST}(?:\.{_HOST})+(?:[:/?#]|$)")
_EMAIL_PART = rf"[^\s@,;:<>()\[\]\"\\{_WIDE}]"
_EMAIL = compile_late(rf"{_EMAIL_PART}+@{_HOST}(?:\.{_HOST})+")
_AT_SIGN = compile_late(r"\s*(?:@|\(at\)|\[at\]|\{at\}| at |#|＃)\s*", re.IGNORECASE)
_PHONE = compile_late(
    r"[+(]{0,2}\d[\d ().-]*(?: ?(?:转|分机|ext\.?|x) ?\d+)?", re.IGNORECASE | re.ASCII
)
_PHONE_NUMBER = compile_late(
    r"[+(]{0,2}\d[\d ().-]{4,}\d(?: ?(?:转|分机|ext\.?|x) ?\d+)?", re.IGNORECASE
)
_QUOTES = "\"'<>“”‘’「」《》＜＞＂"
_WORDS = "words"
"""A key of site.yaml whose keys are those of the theme, such as `phone`."""


def check_contacts(record: Any, location: Location, problems: Problems) -> None:
    """Report each address and number of a record that is none."""
    for path, text in _iterate_contacts(msgspec.to_builtins(record), ()):
        find = _FINDERS[str(path[-1])]
        diagnosis = find(text)
        if diagnosis:
            code = _CODES[str(path[-1])]
            problems.add_error(code, location.child(*path), *diagnosis)


def _iterate_contacts(
    tree: Any, path: tuple[PathKey, ...]
) -> Iterator[tuple[tuple[PathKey, ...], str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, str):
                if value and key in _FINDERS:
                    yield (*path, key), value
            elif key != _WORDS:
                yield from _iterate_contacts(value, (*path, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _iterate_contacts(item, (*path, index))


def _find_in_web_address(text: str) -> Diagnosis | None:
    return None if _WEB_ADDRESS.fullmatch(text) else diagnose_web_address(text)


def _find_in_base_url(text: str) -> Diagnosis | None:
    path = text.partition("://")[2].partition("/")[2]
    is_good = _WEB_ADDRESS.fullmatch(text) and not _FILE_NAME.search(re.split("[?#]", path)[0])
    is_good = is_good and not re.search("[?#]", text)
    return None if is_good else diagnose_web_address(text, is_base=True)


def diagnose_web_address(text: str, *, is_base: bool = False) -> Diagnosis:
    """Say why a text is no web address (`is_base`: no address of a site), and what to write."""
    message = Message(f"“{text}” 不是网址", f"“{text}” is no web address")
    example = Message(
        "以 https:// 开头，例如 https://example.org/tour/",
        "begin with https://, such as https://example.org/tour/",
    )
    if re.match("mailto:", text, re.IGNORECASE) or _EMAIL.fullmatch(text):
        return Diagnosis(
            Message(f"“{text}” 是电子邮箱，不是网址", f"“{text}” is an e-mail address"), example
        )
    if _LOCAL_PATH.match(text):
        help = Message(
            "写网站公开后的网址，例如 https://example.org/tour/",
            "write the address that readers open, such as https://example.org/tour/",
        )
        message = Message(f"“{text}” 是电脑里的路径", f"“{text}” is a path on a computer")
        return Diagnosis(message, help)
    mended, reasons = _mend_web_address(text, is_base)
    has_host = re.search(r"://(?:[^/]*\.|localhost)", mended)
    if not has_host or not _WEB_ADDRESS.fullmatch(mended):
        return Diagnosis(message, example)
    message = Message(
        f"网址 “{text}”：" + "，".join(r.zh for r in reasons),
        f"the address “{text}” {_join_reasons(reasons)}",
    )
    if unicodedata.normalize("NFKC", text) == mended:  # else the author knows better
        return Diagnosis(message, suggest_text(mended))
    return Diagnosis(message, Message(f"写成 {mended}", f"write {mended}"))


def _join_reasons(reasons: list[Message]) -> str:
    return " and ".join(reason.en for reason in reasons) or "has the wrong form"


def _mend_web_address(text: str, is_base: bool) -> tuple[str, list[Message]]:
    """(the address that was meant, what is wrong with the text)."""
    reasons: list[Message] = []
    plain = text.strip(_QUOTES + " \t\xa0\u3000")
    if plain != text:
        reasons.append(Message("带着引号或空格", "has quotation marks or blanks around it"))
    wide = re.search(f"[{_WIDE}]", plain)
    if wide:
        reasons.append(Message(f"有全角字符 “{wide[0]}”", f"has the full-width “{wide[0]}”"))
        plain = unicodedata.normalize("NFKC", plain).replace("。", ".").rstrip(",.、;:")
    if "\\" in plain:
        reasons.append(Message("斜线反了", "has backslashes"))
        plain = plain.replace("\\", "/")
    scheme, rest = _split_scheme(plain, reasons)
    host, slash, path = rest.partition("/")
    if re.search(r"\s", rest):
        reasons.append(Message("里面有空格", "has a blank in it"))
        host, path = re.sub(r"\s", "", host), re.sub(r"\s", "%20", path.strip())
    if "@" in host:
        reasons.append(Message("带着用户名", "has the name of a user"))
        host = host.rpartition("@")[2]
    if ".." in host:
        reasons.append(Message("有两个连着的点", "has two dots in a row"))
        host = re.sub(r"\.+", ".", host)
    if is_base:
        host, slash, path = _cut_base(host, slash, path, reasons)
    return f"{scheme}://{host}{slash}{path}", reasons


def _split_scheme(text: str, reasons: list[Message]) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if match is None:
        reasons.append(Message("缺少 https://", "lacks https://"))
        return "https", re.sub(r"^[a-z]*:?//", "", text, flags=re.IGNORECASE)
    scheme = "http" if re.match(r"http[:;/\\]", text, re.IGNORECASE) else "https"
    rest = text[match.end() :].lstrip("/")
    if inner := _SCHEME.match(rest):
        reasons.append(Message("https:// 写了两次", "has https:// twice"))
        rest = rest[inner.end() :]
    elif not re.match(r"https?://[^/]", text):
        reasons.append(Message(f"开头不是 {scheme}://", f"does not begin with {scheme}://"))
    return scheme, rest


def _cut_base(host: str, slash: str, path: str, reasons: list[Message]) -> tuple[str, str, str]:
    """The parts of an address without what the address of a site does not have."""
    bare_host, bare_path = re.split("[?#]", host)[0], re.split("[?#]", path)[0]
    if (bare_host, bare_path) != (host, path):
        reasons.append(Message("带着 ? 或 # 和后面的字", "has a ? or # and what follows it"))
    if match := _FILE_NAME.search("/" + bare_path):
        reasons.append(
            Message(f"带着文件名 {match[0]}", f"ends with the name of a file, {match[0]}")
        )
        bare_path = bare_path[: -len(match[0])]
    return bare_host, slash or "/", bare_path


def _find_in_email(text: str) -> Diagnosis | None:
    if _EMAIL.fullmatch(text):
        return None
    message = Message(f"“{text}” 不是电子邮箱地址", f"“{text}” is no e-mail address")
    plain = re.sub(r"^\s*mailto:\s*", "", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    plain = _AT_SIGN.sub("@", plain.replace("。", "."))
    parts = [part.strip(_QUOTES + " .") for part in re.split(r"[,;、/|<>\s]+", plain)]
    addresses = [part for part in parts if _EMAIL.fullmatch(part)]
    plain = re.sub(r"\.{2,}", ".", re.sub("@{2,}", "@", plain))
    joined = re.sub(r"\s", "", plain).strip(_QUOTES + ".,;")
    if len(addresses) < 2 and "<" not in plain and _EMAIL.fullmatch(joined):
        addresses = [joined]
    if not addresses:
        return Diagnosis(
            message,
            Message(
                "写成 name@example.org；没有就删去这一行",
                "write name@example.org, or delete the line",
            ),
        )
    help: Message = Message(f"写成 {addresses[0]}", f"write {addresses[0]}")
    if len(addresses) > 1:
        message = Message("这里只能写一个电子邮箱", "only one e-mail address is possible here")
    elif wide := re.search(f"[{_WIDE}]", text):
        message = Message(
            f"电子邮箱里有全角字符 “{wide[0]}”",
            f"the e-mail address has the full-width “{wide[0]}”",
        )
        help = suggest_text(addresses[0])
    return Diagnosis(message, help)


def _find_in_phone(text: str) -> Diagnosis | None:
    if _PHONE.fullmatch(text):
        return None
    message = Message(
        f"“{text}” 不是一个电话号码，点了打不通",
        f"“{text}” is no telephone number that can be dialled",
    )
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<![A-Za-z])[oO](?=\d)|(?<=\d)[oO](?![A-Za-z])", "0", plain)
    plain = re.sub("[\u2010-\u2015\u2212\u30fc]", "-", plain)
    numbers = [match[0].strip() for match in _PHONE_NUMBER.finditer(plain)]
    if not numbers:
        help = Message(
            "写数字，例如 0931-1234567；没有就删去这一行",
            "write digits, such as 01904 123456, or delete the line",
        )
        return Diagnosis(message, help)
    number = numbers[0]
    if number.startswith("(") and ")" not in number:
        number = number[1:]
    if len(numbers) > 1:
        return Diagnosis(
            Message("这里只能写一个电话号码", "only one telephone number is possible here"),
            Message(f"写成 {number}；其余的写进说明", f"write {number}, and the others in a note"),
        )
    if len(plain.replace(" ", "")) > len(number.replace(" ", "")):
        return Diagnosis(
            message,
            Message(
                f"只写号码：{number}；别的写进说明",
                f"write only the number: {number}; the rest goes into a note",
            ),
        )
    if not text.isascii():
        message = Message(
            f"电话号码 “{text}” 里有全角字符",
            f"the telephone number “{text}” has full-width characters",
        )
    return Diagnosis(
        message,
        suggest_text(number),
    )


_FINDERS = {
    "url": _find_in_web_address,
    "base_url": _find_in_base_url,
    "email": _find_in_email,
    "phone": _find_in_phone,
}
"""Field -> what is wrong with its text."""
_CODES: dict[str, ProblemCode] = {
    "url": "web-address",
    "base_url": "web-address",
    "email": "email",
    "phone": "phone",
}
