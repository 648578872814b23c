"""explain: why an output file exists, and why it was or was not rebuilt."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tourbook.build.inputs import read_inputs
from tourbook.build.manifest import REASON_MESSAGES, Reason
from tourbook.build.pipeline import PreparedBuild, prepare
from tourbook.build.publish import check_freshness
from tourbook.common.problems import Problems, find_nearest, locate_problems
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import Snapshot

from .base import Command, Run, print_problems


def run(run: Run) -> int:
    options = run.make_build_options()
    inputs, problems = read_inputs(options), Problems()
    prepared = prepare(options, inputs, problems)
    snapshot = inputs.snapshot
    if prepared is None or problems.error_count:
        print_problems(run, locate_problems(problems, make_locator(snapshot)), snapshot.texts)
        return 1
    outputs = {derive_output_file(o.path): o for o in prepared.outputs}
    wanted = resolve_output_name(run, run.args.path, prepared.contexts[0].settings.base_url)
    if wanted not in outputs:
        print(
            run.localize(f"生成的网站里没有 {wanted}", f"the site has no {wanted}"), file=sys.stderr
        )
        if wanted in prepared.job.previous_manifest.outputs:
            print(
                run.localize(
                    "上次生成过，下次生成时会删除",
                    "the last build made it; the next one deletes it",
                ),
                file=sys.stderr,
            )
        best = find_nearest(wanted, outputs)
        if best:
            print(run.localize(f"是不是 {best}？", f"did you mean {best}?"), file=sys.stderr)
        return 1
    print("\n".join(explain_output(run, prepared, snapshot, outputs[wanted])))
    return 0


def resolve_output_name(run: Run, path_or_url: str, base_url: str) -> str:
    """The output file that a person means: a path on disk, a path in the site, an address."""
    text = path_or_url
    if "://" in path_or_url:
        text = unicodedata.normalize("NFC", unquote(urlsplit(path_or_url).path))
        text = "/" + text.removeprefix(unquote(urlsplit(base_url).path))
    path = Path(text)
    for base in (Path.cwd() / path, run.root / path):
        if base.resolve().is_relative_to(run.output_folder):
            text = base.resolve().relative_to(run.output_folder).as_posix()
            break
    text = text.lstrip("/").removesuffix(".")
    if text == "" or text.endswith("/") or "." not in text.rsplit("/", 1)[-1]:
        text = (text.rstrip("/") + "/index.html").lstrip("/")
    return text


def explain_output(
    run: Run, prepared: PreparedBuild, snapshot: Snapshot, output: Output
) -> list[str]:
    site, say = prepared.job, run.localize
    name = derive_output_file(output.path)
    kinds = {
        HtmlPage: say("页面", "page"),
        Asset: say("原样发布的文件", "file published as it is"),
        RawFile: say("订阅文件", "feed"),
        ViewFile: say("表格", "table"),
    }
    what = kinds[type(output)]
    out = [f"{name}", say(f"是什么：{what}（{output.kind}）", f"what: {what} ({output.kind})")]
    files = dict.fromkeys(at.file for at in output.sources)
    locate = make_locator(snapshot)
    for at in output.sources[:5]:
        line, _ = (at.line, 1) if at.line else locate(at)
        out.append(say(f"来自：{at.file}:{line}", f"from: {at.file}:{line}"))
    if len(files) > 5:
        out.append(say(f"……共 {len(files)} 个文件", f"... {len(files)} files in all"))
    if isinstance(output, HtmlPage):
        file = prepared.theme.templates[output.template + ".html"][0]
        out.append(say(f"模板：{file}", f"template: {file}"))
    made = site.previous_manifest.outputs.get(name)
    if made is not None and made.size >= 0:
        again = say(
            "上次重做后内容相同，文件没有动",
            "made again the last time with the same bytes, so the file was left alone",
        )
        written = say("上次写入，因为", "last written because ") + REASON_MESSAGES[
            made.reason
        ].in_language(run.args.lang)
        out.append(again if made.reason == Reason.KEPT else written)
    reason = check_freshness(site, output).reason
    verdict = say("保留", "keep") if reason == Reason.KEPT else say("重新生成", "rebuild")
    out.append(
        say(
            f"现在生成会：{verdict}，因为{REASON_MESSAGES[reason].zh}",
            f"a build now would {verdict} it, because {REASON_MESSAGES[reason].en}",
        )
    )
    return out


def _add_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "path", help="output/stops/x/index.html, /stops/x/ or an address / 输出文件或网址"
    )


COMMAND = Command(
    "say why an output file exists and why it is or is not rebuilt / 说明某个文件的来历",
    run,
    _add_arguments,
)
