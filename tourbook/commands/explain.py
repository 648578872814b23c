"""explain: why an output file exists, and why it was or was not rebuilt."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tourbook.build.pipeline import Prepared, locator, prepare
from tourbook.build.publish import look
from tourbook.common.files import snapshot
from tourbook.common.problems import Problems, Say, located, nearest
from tourbook.common.urls import file_of
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, Sheet

from .base import Command, Run, tell_problems

REASONS = {
    "new": Say("以前没有生成过", "it was not built before"),
    "tool": Say("Tourbook 或它用的库变了", "Tourbook, or a library that it uses, changed"),
    "template": Say(
        "主题的模板、文字或静态文件变了",
        "a template, a string or a static file of the theme changed",
    ),
    "content": Say("页面要显示的内容变了", "what it shows changed"),
    "missing": Say("文件被删掉了", "the file was deleted"),
    "touched": Say("文件在生成之后被改动过", "the file was changed after it was built"),
    "kept": Say("没有变化", "nothing changed"),
}


def run(run: Run) -> int:
    snap, problems = snapshot(run.root), Problems()
    prepared = prepare(run.options(), snap, problems)
    if prepared is None or problems.errors:
        tell_problems(run, located(problems, locator(snap)), snap.texts)
        return 1
    outputs = {file_of(o.path): o for o in prepared.outputs}
    wanted = name_of(run, run.args.path, prepared.base_url)
    if wanted not in outputs:
        print(run.say(f"生成的网站里没有 {wanted}", f"the site has no {wanted}"), file=sys.stderr)
        if wanted in prepared.site.manifest.outputs:
            print(
                run.say(
                    "上次生成过，下次生成时会删除",
                    "the last build made it; the next one deletes it",
                ),
                file=sys.stderr,
            )
        best = nearest(wanted, outputs)
        if best:
            print(run.say(f"是不是 {best}？", f"did you mean {best}?"), file=sys.stderr)
        return 1
    print("\n".join(explain(run, prepared, outputs[wanted])))
    return 0


def name_of(run: Run, given: str, base_url: str) -> str:
    """The output file that a person means: a path on disk, a path in the site, an address."""
    text = given
    if "://" in given:
        text = unicodedata.normalize("NFC", unquote(urlsplit(given).path))
        text = "/" + text.removeprefix(unquote(urlsplit(base_url).path))
    path = Path(text)
    for base in (Path.cwd() / path, run.root / path):
        if base.resolve().is_relative_to(run.output):
            text = base.resolve().relative_to(run.output).as_posix()
            break
    text = text.lstrip("/").removesuffix(".")
    if text == "" or text.endswith("/") or "." not in text.rsplit("/", 1)[-1]:
        text = (text.rstrip("/") + "/index.html").lstrip("/")
    return text


def explain(run: Run, prepared: Prepared, output: Output) -> list[str]:
    site, say = prepared.site, run.say
    name = file_of(output.path)
    kinds = {
        HtmlPage: say("页面", "page"),
        Asset: say("原样发布的文件", "file published as it is"),
        RawFile: say("订阅文件", "feed"),
        Sheet: say("表格", "table"),
    }
    what = kinds[type(output)]
    out = [f"{name}", say(f"是什么：{what}（{output.kind}）", f"what: {what} ({output.kind})")]
    files = dict.fromkeys(at.file for at in output.sources)
    locate = locator(prepared.snap)
    for at in output.sources[:5]:
        line, _ = (at.line, 1) if at.line else locate(at)
        out.append(say(f"来自：{at.file}:{line}", f"from: {at.file}:{line}"))
    if len(files) > 5:
        out.append(say(f"……共 {len(files)} 个文件", f"... {len(files)} files in all"))
    if isinstance(output, HtmlPage):
        file = prepared.look.templates[output.template + ".html"][0]
        out.append(say(f"模板：{file}", f"template: {file}"))
    made = site.manifest.outputs.get(name)
    if made is not None and made.size >= 0:
        again = say(
            "上次重做后内容相同，文件没有动",
            "made again the last time with the same bytes, so the file was left alone",
        )
        written = say("上次写入，因为", "last written because ") + REASONS[made.reason].to(
            run.args.lang
        )
        out.append(again if made.reason == "kept" else written)
    reason = look(site, output)[0]
    verdict = say("保留", "keep") if reason == "kept" else say("重新生成", "rebuild")
    out.append(
        say(
            f"现在生成会：{verdict}，因为{REASONS[reason].zh}",
            f"a build now would {verdict} it, because {REASONS[reason].en}",
        )
    )
    return out


def _arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "path", help="output/stops/x/index.html, /stops/x/ or an address / 输出文件或网址"
    )


COMMAND = Command(
    "say why an output file exists and why it is or is not rebuilt / 说明某个文件的来历",
    run,
    _arguments,
)
