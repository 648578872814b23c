"""Problems of the cells of an imported file, as lines."""

from __future__ import annotations

from collections.abc import Mapping

from tourbook.common.problems import Message, Problem
from tourbook.formats.workbooks import name_cell
from tourbook.spreadsheets.differences import CellPlace, CellProblem, Difference

from .base import Run

_LEVELS = {"error": Message("错误", "error"), "warning": Message("警告", "warning")}


class CellPrinter:
    """Prints what is wrong in the cells of a file."""

    def __init__(self, run: Run, file: str, titles: Mapping[int, str], has_lines: bool = False):
        """`titles`: number of a column -> its title, if that is not Tourbook's own. `has_lines`:
        rows are lines of a text."""
        self.run, self.file, self.titles, self.has_lines = run, file, titles, has_lines

    def name_place(self, place: CellPlace) -> str:
        title = self.titles.get(place.column)
        column = f" ({title})" if title else ""
        if self.has_lines:
            return f"{self.file}:{place.row + 1}{column if place.row else ''}"
        sheet = f"{place.sheet}!" if place.sheet else ""
        return f"{self.file}: {sheet}{name_cell(place.row, place.column)}{column}"

    def print_problem(self, place: CellPlace, level: str, message: Message, help: Message) -> None:
        name, words = self.name_place(place), _LEVELS[level]
        self.run.print_error(
            f"{name}: {words.zh}: {message.zh}", f"{name}: {words.en}: {message.en}"
        )
        if help:
            self.run.print_error(f"       = 改法：{help.zh}", f"       = help: {help.en}")

    def print_note(self, note: CellProblem) -> None:
        name = self.name_place(note.place)
        self.run.print_status(
            f"{name}: 注意: {note.message.zh}", f"{name}: note: {note.message.en}"
        )

    def print_of_cell(self, problem: Problem, difference: Difference) -> bool:
        """Print a problem of what a cell says; False if it is of something else."""
        place = difference.find_cell(problem)
        if place:
            self.print_problem(place, problem.level, problem.message, problem.help)
        return place is not None
