"""The addresses of a whole site: one is a problem if it leads to two outputs, or if some system
cannot write or read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

from tourbook.common import urls
from tourbook.common.problems import Location, Message, Problems, format_count
from tourbook.model.model import Model
from tourbook.sources.paths import SITE_FILE_START

from .outputs import HtmlPage, Output

MAX_CALENDAR_ADDRESS = 256
"""Characters of the address of a calendar that Google Calendar takes."""


def check_addresses(
    base_url: str, outputs: Collection[Output], known_files: AbstractSet[str], problems: Problems
) -> None:
    """Report addresses that cannot be, and two outputs at one address. `known_files` are output
    files that were found to be in order, all together."""
    files = {urls.derive_output_file(output.path) for output in outputs}
    if len(files) < len(outputs) or not files <= known_files:
        _check_addresses(outputs, problems)
    _check_calendar_addresses(base_url, outputs, problems)


def _check_addresses(outputs: Iterable[Output], problems: Problems) -> None:
    """Report addresses that no file can have, and two outputs at one address."""
    reporter = _AddressReporter(problems)
    outputs_by_key: dict[str, Output] = {}
    for output in outputs:
        if not urls.is_writable(output.path):
            reporter.report_bad_address(output)
            continue
        key = urls.compute_collision_key(output.path)
        other = outputs_by_key.setdefault(key, output)
        if other is not output:
            reporter.report_same_address(output, other)
    outputs_by_folder: dict[str, Output] = {}
    for key, output in outputs_by_key.items():
        folder = key.rpartition("/")[0]
        while folder and folder not in outputs_by_folder:
            outputs_by_folder[folder] = output
            folder = folder.rpartition("/")[0]
    for path in outputs_by_folder.keys() & outputs_by_key.keys():  # a file where a folder must be
        reporter.report_same_address(outputs_by_folder[path], outputs_by_key[path])


def _check_calendar_addresses(
    base_url: str, outputs: Collection[Output], problems: Problems
) -> None:
    """Report records whose calendars have addresses that are too long for some programs; not those
    that lie at former addresses, which stay."""
    pages = {o.path for o in outputs if isinstance(o, HtmlPage) and o.kind != "redirect"}
    longest: dict[Location, tuple[int, str]] = {}
    for output in outputs:
        if not output.path.endswith(".ics") or _is_short(base_url, output.path):
            continue
        folder = output.path.rpartition("/")[0].removesuffix("/copies") + "/"
        if folder not in pages:
            continue
        length = len(base_url + urls.encode_path(output.path))
        if length > MAX_CALENDAR_ADDRESS:
            location = output.sources[0] if output.sources else SITE_FILE_START
            longest[location] = max(longest.get(location, (0, "")), (length, output.path))
    for location, (length, path) in longest.items():
        problems.add_warning(
            "long-address",
            location.child("slug"),
            Message(
                f"日历的网址有 {length} 个字符，谷歌日历只收 {MAX_CALENDAR_ADDRESS} 个以内的："
                f"/{path}",
                f"the address of this calendar has {length} characters, and Google Calendar takes "
                f"at most {MAX_CALENDAR_ADDRESS}: /{path}",
            ),
            Message(
                "写一个短的 slug，例如 slug: dingxi（网址里一个汉字算 9 个字符）；"
                "现在的名字写进 aliases，已经订阅的人不受影响",
                "give it a short slug, such as slug: dingxi (in an address, a Chinese character "
                "counts as 9); with the present one in aliases, subscribers keep their calendar",
            ),
        )


def _is_short(base_url: str, path: str) -> bool:
    """Whether an address is short enough even if each octet of its path takes three characters."""
    return len(base_url) + 3 * len(path.encode()) <= MAX_CALENDAR_ADDRESS


def _explain_bad_address(path: str) -> Message:
    """What to write instead of an address that a system cannot write."""
    if device := urls.find_device_name(path):
        return Message(
            f"“{device}” 在 Windows 上是设备名：换一个名字，例如 {device}-1",
            f"“{device}” is the name of a device to Windows: use another one, such as {device}-1",
        )
    if any(len(part.encode()) > urls.MAX_PART_LENGTH for part in path.split("/")):
        return Message(
            f"每一段最多 {urls.MAX_PART_LENGTH} 个字节，一个汉字算三个：写短一些",
            f"each part has at most {urls.MAX_PART_LENGTH} octets: write a shorter one",
        )
    return Message(
        "只用字母、数字、汉字、短横线和 /，例如 /old/light/",
        "use letters, digits, hyphens and /, such as /old/light/",
    )


class _AddressReporter:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._reported_pairs: set[tuple[Location, str]] = set()
        self._bad_locations: set[Location] = set()

    def report_bad_address(self, output: Output) -> None:
        location = output.sources[0] if output.sources else SITE_FILE_START
        if location in self._bad_locations:  # another file of the same page
            return
        self._bad_locations.add(location)
        self._problems.add_error(
            "bad-address",
            location,
            Message(f"“{output.path}” 不能作网址", f"“{output.path}” cannot be an address"),
            _explain_bad_address(output.path),
        )

    def report_same_address(self, output: Output, other: Output) -> None:
        sources = [o.sources[0] for o in (output, other) if o.sources] or [SITE_FILE_START]
        location, other_file = sources[0].child("slug"), sources[-1].file
        if (location, other_file) in self._reported_pairs:  # another file of the same page
            return
        self._reported_pairs.add((location, other_file))
        self._problems.add_error(
            "same-address",
            location,
            Message(
                f"两处用了同一个地址 /{output.path}"
                f"（{other.kind} 与 {output.kind}，另一处在 {other_file}）",
                f"two outputs have the same address /{output.path} "
                f"({other.kind} and {output.kind}; the other is in {other_file})",
            ),
            Message(
                "改掉其中一个的 slug 或 aliases；只差大小写也不行",
                "change the slug or aliases of one of them; upper and lower case count as the same",
            ),
        )


_RENAMED_HELP = Message(
    "编号改了就写 aliases；用 Git 保存项目，删掉的记录会留下日历",
    "if you renamed a record, write its old id in aliases; in a Git repository, deleted records "
    "keep their calendars",
)
_OPENING_HELP = Message(
    "没有开放时间的，不再另有开放时段的日历，内容和展期的一样；有人订阅就在 content/site.yaml 写 "
    "feeds，其中有 opening，就都生成",
    "what has no opening hours has no calendar of them: it would be the same as that of dates; if "
    "people subscribe to it, write `feeds` in content/site.yaml: if it names opening, all are made",
)


def check_lost_calendars(
    model: Model,
    previous_paths: Iterable[str],
    outputs: Iterable[Output],
    problems: Problems,
    is_upgrade: bool,
) -> None:
    """Report calendars of the last build that this one does not make.

    With Git, a removed record keeps its calendar; without, nothing is known of it. The calendar of
    a single stop goes with its page, or when `archive` in site.yaml says so. Tourbook 0.1 made
    calendars of opening days of everything: an upgrade may leave some out.
    """
    paths = {o.path for o in outputs}
    stop_folder = model.site.folders.get("stops", "stops")
    lost = sorted(
        path
        for path in previous_paths
        if path.endswith(".ics") and path not in paths and stop_folder not in path.split("/")[:-2]
    )
    if model.ledger.is_available:
        lost = [path for path in lost if is_upgrade and path.endswith("opening.ics")]
    if not lost:
        return
    are_opening = all(path.endswith("opening.ics") for path in lost)
    listed = ", ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
    problems.add_warning(
        "feed-gone",
        SITE_FILE_START,
        Message(
            f"这次没有 {len(lost)} 个发布过的日历：{listed}",
            f"published before and gone now: {format_count(len(lost), 'calendar')}: {listed}",
        ),
        _OPENING_HELP if are_opening else _RENAMED_HELP,
    )
