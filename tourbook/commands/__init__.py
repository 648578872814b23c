"""The commands of build.py. To add one, write a module with a COMMAND and list it here."""

from . import build, check, clean, explain, plan, report, schema, serve
from .base import Command

COMMANDS: dict[str, Command] = {
    "build": build.COMMAND,
    "check": check.COMMAND,
    "explain": explain.COMMAND,
    "clean": clean.COMMAND,
    "plan": plan.COMMAND,
    "report": report.COMMAND,
    "serve": serve.COMMAND,
    "schema": schema.COMMAND,
}
