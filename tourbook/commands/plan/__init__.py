"""plan: questions of a planner. To add one, write a module with a COMMAND and list it here."""

from __future__ import annotations

from tourbook.commands.groups import make_group

SUBCOMMANDS = {
    "free": "when copies and caravans are free, and which exhibitions fit a hall / 查空档",
    "venues": "which venues can take an exhibition in a period, and why others cannot / 查场馆",
    "rotation": "copies that change venues after each round, as YAML / 排轮换计划",
}
"""Name of a question and of its module -> help."""

COMMAND = make_group(__name__, "plans / 计划", SUBCOMMANDS)
