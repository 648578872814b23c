"""Where every start begins: the command `tourbook`, `python -m tourbook` and a build.py.

Plain enough for Python 3.6 to read, so that an old Python can say that it is too old; nothing else
of the program is imported before that is known.
"""

import os
import sys

from tourbook import __version__

MINIMUM_PYTHON = (3, 11)


def run() -> None:
    """Run the command line, and end the process with its exit code."""
    if sys.version_info < MINIMUM_PYTHON:
        _fail(_describe_old_python())
    try:
        code = _run_command()
    except ModuleNotFoundError as e:  # also of what a command imports only when it needs it
        _fail(_describe_missing_library(e.name or str(e)))
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the reader is gone
            pass
    os._exit(code)  # skips the slow destruction of a large model


def _run_command() -> int:
    from tourbook.glance import repeat_command

    code = repeat_command(sys.argv[1:])
    if code is None:
        from tourbook.cli import main

        code = main()
    return code


def _describe_old_python() -> str:
    version, minimum = (".".join(map(str, v)) for v in (sys.version_info[:2], MINIMUM_PYTHON))
    return (
        f"Tourbook 需要 Python {minimum} 或更新的版本，这个是 {version}（{sys.executable}）。\n"
        f"  改法：安装新的 Python，再用它来运行，例如 python{minimum} build.py\n"
        f"Tourbook needs Python {minimum} or later; this is {version} ({sys.executable}).\n"
        f"  help: install a newer Python and run that one, such as python{minimum} build.py"
    )


def _describe_missing_library(name: str) -> str:
    commands = "".join("\n    " + command for command in _list_remedies())
    return (
        f"这个 Python（{sys.executable}）里没有 Tourbook 需要的库 {name}。\n"
        f"This Python ({sys.executable}) lacks the library {name}, which Tourbook needs.\n"
        f"  改法 / help:{commands}"
    )


def _list_remedies() -> "list[str]":
    """The commands that start the program with its libraries: with the .venv beside the script or
    the program if there is one, else those that make one, or that install the program again."""
    script = os.path.abspath(sys.argv[0])
    program_folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    python = os.path.join(*(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
    for folder in (os.path.dirname(script), program_folder):
        environment = os.path.join(folder, ".venv")
        is_running = os.path.abspath(sys.prefix) == environment
        if os.path.exists(os.path.join(environment, python)) and not is_running:
            return [_quote(os.path.join(environment, python), script, *sys.argv[1:])]
    requirements = os.path.join(program_folder, "requirements.txt")
    if not os.path.exists(requirements):
        wheel = f"tourbook-{__version__}-py3-none-any.whl"
        return [_quote(sys.executable, "-m", "pip", "install", "--force-reinstall", wheel)]
    environment = os.path.join(program_folder, ".venv")
    environment_python = os.path.join(environment, python)
    return [
        _quote(sys.executable, "-m", "venv", environment),
        _quote(environment_python, "-m", "pip", "install", "--require-hashes", "-r", requirements),
        _quote(environment_python, script, *sys.argv[1:]),
    ]


def _quote(*words: str) -> str:
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _fail(message: str) -> None:
    """Print a message in both languages, whatever the terminal's encoding is, and end."""
    sys.stderr.flush()
    sys.stderr.buffer.write(message.encode("utf-8", "replace") + b"\n")
    sys.exit(3)


if __name__ == "__main__":
    run()
