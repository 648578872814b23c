"""Random damage: each mutation changes one file of a project, or its name."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from tests.fuzz.values import (
    DATES,
    HOSTILE_TEXTS,
    Raw,
    Sampler,
    find_object_schema,
    load_schema,
)

Files = dict[str, bytes]
SNIPPETS = (
    *(
        "\t",
        "  ",
        "- ",
        ": ",
        ":",
        "：",
        "，",
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "---\n",
        "...\n",
        "%TAG\n",
        "? ",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        "|\n",
        ">\n",
        '"',
        "'",
        "#",
        "\n",
        "\r",
        "\r\n",
        "\x00",
        "\x1b[31m",
        "\x85",
        "\u2028",
    ),
    *(
        "\ufeff",
        "\u202e",
        "\ufffe",
        "𠮷",
        "<<<<<<< HEAD\n",
        "=======\n",
        ">>>>>>> x\n",
        "~",
        "null",
        "\\",
        "@",
    ),
)
MARKDOWN = (
    *(
        "# 标题\n",
        "**粗**",
        "`",
        "```\n",
        "> ",
        "1. ",
        "* * *\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "[^1]: x\n",
        "~~~",
    ),
    *(
        "[x](../venues/hall.md)",
        "[x](hall.md#y)",
        "[x](/venues/hall/)",
        "[x](//evil.example)",
        "[x](javascript:alert(1))",
    ),
    *(
        "![](cover.svg)",
        "![x](<a b.png>)",
        "[x][y]\n\n[y]: http://x.example",
        "<http://x.example>",
        "[](",
        "![](",
        "[a][",
    ),
    *(
        "<script>alert(1)</script>",
        "<a href='javascript:x'>",
        "<img src=x onerror=x>",
        "<svg onload=x>",
        "<!--",
        "<![CDATA[",
    ),
    *(
        "<style>",
        "<iframe src=x>",
        "<b",
        "</",
        "&#x1;",
        "&#0;",
        "&#xD800;",
        "&nbsp;",
        "&lt;script&gt;",
        "<div markdown=1>",
    ),
    *(
        "[x](a.md)" * 40,
        "*" * 300,
        "[" * 300,
        "> " * 100,
        "- " * 60,
        "(" * 200,
        "\\" * 100,
        "a_" * 100,
        "![" * 200,
    ),
    *(
        "[x](time 9:30.md)",
        "[x](mailto:a@b.example)",
        "[x](../../../etc/passwd)",
        "[x](%00)",
        "[x](a\\b.md)",
        "\x0c",
        "[x](?q)",
    ),
)
NAMES = (
    *(
        "x.md",
        "x.zh.md",
        "x.en.md",
        "x.fr.md",
        "x.zh.en.md",
        ".md",
        "..md",
        "a b.md",
        "中文.md",
        "CON.md",
        "x.MD",
    ),
    *(
        "index.md",
        "index.en.md",
        "e\u0301.md",
        "é.md",
        "长" * 90 + ".md",
        "x" * 240 + ".md",
        "a'b.md",
        'a"b.md',
        "a&b<c>.md",
    ),
    *(
        "x\ny.md",
        "x\x1b[31m.md",
        "x.yaml",
        "x.yml",
        "x.html",
        "x.js",
        "x.ics",
        "x.svg",
        "x.png",
        "x",
        "-.md",
        "_.md",
        "%41.md",
    ),
    *(
        "hall.md",
        "light.md",
        "LIGHT.md",
        "visit.md",
        "one.md",
        "::error::.md",
        "x?.md",
        "x#y.md",
        "x .md",
        "x..md",
        "\u202e.md",
    ),
)
FOLDERS = (
    *(
        "content",
        "content/exhibitions",
        "content/venues",
        "content/caravans",
        "content/organisations",
    ),
    *(
        "content/campaigns",
        "content/news",
        "content/pages",
        "content/exhibition",
        "content/venues/hall",
    ),
    *(
        "content/pages/visit",
        "content/pages/stops",
        "content/a/b/c",
        "schedule",
        "schedule/deep",
        "content/news/open",
    ),
)


def mutate(files: Files, draw: random.Random, count: int) -> list[str]:
    """Change the files so many times; what was done, for the reader of a failure."""
    return [_mutate_once(files, draw) for _ in range(count)]


def _mutate_once(files: Files, draw: random.Random) -> str:
    names = sorted(name for name in files if not name.startswith("themes/"))
    name = draw.choice(names or ["content/site.yaml"])
    mutation = draw.choices(list(MUTATIONS), list(MUTATIONS.values()))[0]
    result = mutation(files, name, draw)
    return f"{mutation.__name__} {name!r}: {result}"


# ---- trees -----------------------------------------------------------------------------------


def change_tree(files: Files, name: str, draw: random.Random) -> str:
    """Change a value, a key or the order in the YAML of a file."""
    raw = files.get(name, b"")
    try:
        text = raw.decode()
        head, front, body = text.split("---\n", 2) if name.endswith(".md") else ("", text, None)
        tree = yaml.load(front, Loader=yaml.CSafeLoader)
    except (ValueError, yaml.YAMLError):
        return insert_snippet(files, name, draw)
    holder = {"": tree}
    place = draw.choice([*_iterate_places(holder)])
    change = draw.choices(list(TREE_CHANGES), list(TREE_CHANGES.values()))[0]
    what = change(holder, place, name, draw)
    text = _dump(holder.get(""), draw)
    files[name] = (text if body is None else f"{head}---\n{text}---\n{body}").encode(
        "utf-8", "replace"
    )
    return f"{change.__name__} {what}"


Place = tuple[Any, Any]
"""A mapping or list, and the key or index of a value in it."""


def _iterate_places(holder: Any, depth: int = 0) -> Iterator[Place]:
    if isinstance(holder, Raw) or depth > 60:
        return
    children = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in children:
        yield holder, key
        if isinstance(value, dict | list):
            yield from _iterate_places(value, depth + 1)


def put_hostile_value(_: Any, place: Place, __: str, draw: random.Random) -> str:
    parent, key = place
    parent[key] = Sampler(draw).sample_hostile()
    return f"{key} = {str(parent[key])[:60]!r}"


def put_schema_value(_: Any, place: Place, name: str, draw: random.Random) -> str:
    """A field of this object, as its schema describes it or nearly so."""
    parent, key = place
    record = parent[key] if isinstance(parent[key], dict) else parent
    if not isinstance(record, dict):
        return put_hostile_value(_, place, name, draw)
    properties = find_object_schema(name, {k for k in record if isinstance(k, str)}).get(
        "properties", {}
    )
    if not properties:
        return put_hostile_value(_, place, name, draw)
    field = draw.choice(sorted(properties))
    record[field] = Sampler(draw).sample(properties[field], load_schema(name))
    return f"{field} = {str(record[field])[:60]!r}"


def delete_value(_: Any, place: Place, __: str, ___: random.Random) -> str:
    parent, key = place
    del parent[key]
    return str(key)


def repeat_value(_: Any, place: Place, __: str, draw: random.Random) -> str:
    parent, key = place
    count = draw.choice((1, 1, 2, 60))
    if isinstance(parent, list):
        parent[key:key] = [copy.deepcopy(parent[key]) for _ in range(count)]
    else:
        parent[key] = [parent[key]] * count
    return f"{key} × {count}"


def move_value(holder: Any, place: Place, __: str, draw: random.Random) -> str:
    parent, key = place
    value = parent[key]
    other, other_key = draw.choice([*_iterate_places(holder)])
    other[other_key] = copy.deepcopy(value)
    return f"{key} -> {other_key}"


def nest_value(_: Any, place: Place, __: str, draw: random.Random) -> str:
    parent, key = place
    depth = draw.choice((1, 1, 2, 45))
    for _level in range(depth):
        parent[key] = (
            [parent[key]] if draw.random() < 0.5 else {draw.choice(("x", "zh", "id")): parent[key]}
        )
    return f"{key} in {depth}"


def rename_key(_: Any, place: Place, __: str, draw: random.Random) -> str:
    parent, key = place
    if not isinstance(parent, dict) or key == "":
        return delete_value(_, place, __, draw)
    text = str(key)
    new = draw.choice(
        (text[1:], text + "s", text.upper(), "名", 1, None, True, *draw.sample(HOSTILE_TEXTS, 3))
    )
    parent[new] = parent.pop(key)
    return f"{key} -> {new!r}"


TREE_CHANGES: dict[Callable[[Any, Place, str, random.Random], str], int] = {
    put_schema_value: 8,
    put_hostile_value: 5,
    delete_value: 2,
    repeat_value: 2,
    move_value: 2,
    nest_value: 1,
    rename_key: 2,
}


def _dump(tree: Any, draw: random.Random) -> str:
    """The tree as YAML; what is raw is written as it is."""
    raws: list[str] = []

    def replace(value: Any) -> Any:
        if isinstance(value, Raw):
            raws.append(value.text)
            return f"RAW{len(raws) - 1}WAR"
        if isinstance(value, dict):
            return {key: replace(inner) for key, inner in value.items()}
        return [replace(inner) for inner in value] if isinstance(value, list) else value

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return has_no_aliases

    has_no_aliases = draw.random() < 0.95
    flow = True if draw.random() < 0.05 else False if draw.random() < 0.5 else None
    text: str = yaml.dump(
        replace(tree), Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow
    )
    for number, raw in enumerate(raws):
        text = text.replace(f"RAW{number}WAR", raw)
    return text


# ---- texts and bytes ---------------------------------------------------------------------------


def insert_snippet(files: Files, name: str, draw: random.Random) -> str:
    raw = files.get(name, b"")
    snippet = draw.choice(draw.choice((SNIPPETS, MARKDOWN, DATES, HOSTILE_TEXTS)))
    offset = draw.randrange(len(raw) + 1)
    while 0 < offset < len(raw) and raw[offset] & 0xC0 == 0x80:
        offset += 1  # between characters
    files[name] = raw[:offset] + snippet.encode() + raw[offset:]
    return f"{snippet[:40]!r} at {offset}"


def append_markdown(files: Files, name: str, draw: random.Random) -> str:
    texts = draw.choices(MARKDOWN, k=draw.choice((1, 1, 2, 5)))
    files[name] = files.get(name, b"") + "".join(texts).encode()
    return repr("".join(texts)[:60])


def change_bytes(files: Files, name: str, draw: random.Random) -> str:
    raw = bytearray(files.get(name, b""))
    for _ in range(draw.choice((1, 1, 3))):
        if raw:
            raw[draw.randrange(len(raw))] = draw.randrange(256)
    files[name] = bytes(raw)
    return ""


def change_lines(files: Files, name: str, draw: random.Random) -> str:
    lines = files.get(name, b"").splitlines(keepends=True) or [b""]
    i, j = draw.randrange(len(lines)), draw.randrange(len(lines))
    how = draw.choice(("delete", "repeat", "swap", "indent", "outdent", "cut"))
    if how == "delete":
        del lines[i]
    elif how == "repeat":
        lines[j:j] = lines[i : i + 3]
    elif how == "swap":
        lines[i], lines[j] = lines[j], lines[i]
    elif how == "indent":
        lines[i] = draw.choice((b" ", b"  ", b"\t")) + lines[i]
    elif how == "outdent":
        lines[i] = lines[i].lstrip()
    else:
        lines[i:] = [lines[i][: len(lines[i]) // 2]]
    files[name] = b"".join(lines)
    return f"{how} {i} {j}"


def change_encoding(files: Files, name: str, draw: random.Random) -> str:
    text = files.get(name, b"").decode("utf-8", "replace")
    encoding = draw.choice(
        ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "latin-1", "CRLF", "CR")
    )
    if encoding.startswith("CR"):
        line_end = "\r" if encoding == "CR" else "\r\n"
        files[name] = text.replace("\n", line_end).encode()
    else:
        files[name] = text.encode(encoding, "replace")
    return encoding


# ---- files -------------------------------------------------------------------------------------


def rename_file(files: Files, name: str, draw: random.Random) -> str:
    new = f"{draw.choice((name.rpartition('/')[0] or 'content', *FOLDERS))}/{draw.choice(NAMES)}"
    raw = files.get(name, b"")
    if draw.random() < 0.5:
        files.pop(name, None)
    _add_file(files, new, raw)
    return new[:80]


def delete_file(files: Files, name: str, _: random.Random) -> str:
    files.pop(name, None)
    return ""


def write_record(files: Files, name: str, draw: random.Random) -> str:
    """A file, or a new one beside it, as the schema describes it."""
    if not name.endswith((".md", ".yaml")):
        return insert_snippet(files, name, draw)
    if name.endswith(".md") and draw.random() < 0.5:
        name = f"{name.rpartition('/')[0]}/{draw.choice(('x', 'y', 'light', 'one', 'org'))}.md"
    document = load_schema(name)
    tree = Sampler(draw).sample(document, document)
    text = _dump(tree, draw)
    if name.endswith(".md"):
        text = f"---\n{text}---\n{draw.choice(MARKDOWN)}\n"
    _add_file(files, name, text.encode("utf-8", "replace"))
    return name


def _add_file(files: Files, name: str, raw: bytes) -> None:
    """Unless a file stands where a folder must be, which no disk can hold."""
    if not any(f.startswith(name + "/") or name.startswith(f + "/") for f in files):
        files[name] = raw


MUTATIONS: dict[Callable[[Files, str, random.Random], str], int] = {
    change_tree: 14,
    insert_snippet: 4,
    append_markdown: 3,
    change_bytes: 1,
    change_lines: 2,
    change_encoding: 1,
    rename_file: 2,
    delete_file: 1,
    write_record: 3,
}
