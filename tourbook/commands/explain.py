"""explain: why an output file exists, and why it was or was not rebuilt."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tourbook.build.freshness import check_freshness
from tourbook.build.inputs import read_inputs
from tourbook.build.manifest import REASON_MESSAGES, Reason
from tourbook.build.pipeline import PreparedBuild, prepare
from tourbook.common.printable import make_printable
from tourbook.common.problems import Message, Problems
from tourbook.common.suggestions import find_nearest
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import Snapshot

from .base import Command, ProjectError, Run

_OUTPUT_TYPES: dict[type[Output], Message] = {
    HtmlPage: Message("页面", "page"),
    Asset: Message("原样发布的文件", "file published as it is"),
    RawFile: Message("订阅文件", "feed"),
    ViewFile: Message("由数据生成的文件", "file made from data"),
}
MAX_LISTED_SOURCES = 5


def run_explain(run: Run) -> int:
    run.check_project()
    options, problems = run.make_build_options(), Problems()
    inputs = read_inputs(options)
    prepared = prepare(options, inputs, problems)
    if prepared is None or problems.error_count:
        raise ProjectError(problems, inputs)
    outputs = {derive_output_file(output.path): output for output in prepared.outputs}
    base_url = prepared.find_context("").addresses.settings.base_url
    name = resolve_output_name(run, run.args.path, base_url)
    if name not in outputs:
        _print_unknown_output(run, prepared, name, outputs)
        return 1
    for message in explain_output(prepared, inputs.snapshot, outputs[name]):
        print(make_printable(message.in_language(run.args.lang)))
    return 0


def resolve_output_name(run: Run, path_or_url: str, base_url: str) -> str:
    """The output file that the user means by a path on disk, a path in the site, or a URL."""
    text = path_or_url
    if "://" in path_or_url:
        text = unicodedata.normalize("NFC", unquote(urlsplit(path_or_url).path))
        text = "/" + text.removeprefix(unquote(urlsplit(base_url).path))
    for folder in (Path.cwd(), run.root):
        path = (folder / text).resolve()
        if path.is_relative_to(run.output_folder):
            text = path.relative_to(run.output_folder).as_posix()
            break
    text = text.lstrip("/").removesuffix(".")
    is_page = text == "" or text.endswith("/") or "." not in text.rpartition("/")[2]
    return (text.rstrip("/") + "/index.html").lstrip("/") if is_page else text


def _print_unknown_output(
    run: Run, prepared: PreparedBuild, name: str, outputs: Mapping[str, Output]
) -> None:
    run.print_error(f"生成的网站里没有 {name}", f"the site has no file {name}")
    if name in prepared.job.destination.previous_manifest.outputs:
        run.print_error(
            "上次生成过，下次生成时会删除", "the last build made it; the next one will delete it"
        )
    nearest = find_nearest(name, outputs)
    if nearest:
        run.print_error(f"是不是 {nearest}？", f"did you mean {nearest}?")


def explain_output(
    prepared: PreparedBuild, snapshot: Snapshot, output: Output
) -> Iterator[Message]:
    """What the output is, where it comes from, and what builds did and would do with it."""
    name, type_name = derive_output_file(output.path), _OUTPUT_TYPES[type(output)]
    yield Message(name, name)
    yield Message(
        f"是什么：{type_name.zh}（{output.kind}）", f"what: {type_name.en} ({output.kind})"
    )
    yield from _describe_sources(snapshot, output)
    if isinstance(output, HtmlPage):
        file, _ = prepared.theme.templates[output.template + ".html"]
        yield Message(f"模板：{file}", f"template: {file}")
    previous = prepared.job.destination.previous_manifest.outputs.get(name)
    if previous is not None and previous.size >= 0:
        yield _describe_previous_build(previous.reason)
    yield _describe_next_build(check_freshness(prepared.job, output).reason)


def _describe_sources(snapshot: Snapshot, output: Output) -> Iterator[Message]:
    locate = make_locator(snapshot)
    for location in output.sources[:MAX_LISTED_SOURCES]:
        line = location.line or locate(location)[0]
        place = f"{location.file}:{line}"
        yield Message(f"来自：{place}", f"from: {place}")
    file_count = len({location.file for location in output.sources})
    if file_count > MAX_LISTED_SOURCES:
        yield Message(f"……共 {file_count} 个文件", f"... {file_count} files in all")


def _describe_previous_build(reason: Reason) -> Message:
    if reason == Reason.KEPT:
        return Message(
            "上次重做后内容相同，文件没有动",
            "the last build made it again with the same bytes, so the file was left alone",
        )
    cause = REASON_MESSAGES[reason]
    return Message(f"上次写入，因为{cause.zh}", f"last written because {cause.en}")


def _describe_next_build(reason: Reason) -> Message:
    action = Message("重新生成", "rebuild")
    if reason == Reason.KEPT:
        action = Message("保留", "keep")
    cause = REASON_MESSAGES[reason]
    return Message(
        f"现在生成会：{action.zh}，因为{cause.zh}",
        f"a build now would {action.en} it, because {cause.en}",
    )


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", help="output/stops/x/index.html, /stops/x/ or a URL / 输出文件或网址"
    )


COMMAND = Command(
    run_explain,
    _add_arguments,
)
