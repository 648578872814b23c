"""View -> HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tourbook.common.limits import WorkLimitError
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import NO_HELP, Diagnosis, Message

from .functions import FUNCTION_NAMES, PageFunctions
from .restrictions import LIMIT_DIAGNOSIS, LIMIT_REACHED, UNSAFE, explain_refusal, limit_page
from .theme import Theme

if TYPE_CHECKING:
    from jinja2 import Environment

    from .sandbox import ThemeEnvironment
    from .template_code import CodeMemory


class RenderError(Exception):
    """A template failed on a page; `file` and `line` are those of the template."""

    def __init__(self, code: ProblemCode, diagnosis: Diagnosis, file: str, line: int) -> None:
        super().__init__(diagnosis.message.en)
        self.code, self.diagnosis, self.file, self.line = code, diagnosis, file, line


class HtmlRenderer:
    """Renders views with the templates of a theme, one at a time.

    `assets` gives the site path of each static file. The functions that templates call are globals:
    methods of one object, which turns from page to page. So macros are imported without context,
    and Jinja makes each module of macros once rather than once for each page.
    """

    def __init__(
        self,
        theme: Theme,
        languages: list[str],
        assets: Mapping[str, str],
        code_memory: CodeMemory | None = None,
    ) -> None:
        """`code_memory` keeps compiled templates from build to build. It must be trusted."""
        self._theme, self._languages = theme, languages
        self._code_memory = code_memory
        self._strings: dict[str, dict[str, str]] = {}
        self._functions = PageFunctions(assets)
        self.slow_templates: set[str] = set()
        """Those that quick code cannot render: they look for what may not be there."""

    @cached_property
    def _quick_env(self) -> Environment:
        # late: a build that renders nothing does not need Jinja
        from .sandbox import QuickEnvironment
        from .template_code import TemplateCode

        env = self._prepare(QuickEnvironment())
        if self._code_memory:
            env.bytecode_cache = TemplateCode(self._code_memory)
        return env

    @cached_property
    def _exact_env(self) -> Environment:
        from .sandbox import ThemeEnvironment

        return self._prepare(ThemeEnvironment())

    def _prepare(self, env: ThemeEnvironment) -> Environment:
        from jinja2 import FunctionLoader

        env.keep_fragments(self._functions.fragments)
        sources = {
            name: (source, name, lambda: True)  # the name is shown in tracebacks
            for name, (_, source) in self._theme.templates.items()
        }
        env.loader = FunctionLoader(sources.get)
        env.auto_reload = False
        env.globals.update({name: getattr(self._functions, name) for name in FUNCTION_NAMES})
        return env

    def render(self, template: str, view: Any) -> bytes:
        """The page as UTF-8. Raises RenderError."""
        file = template + ".html"
        try:
            self._functions.turn_to(view, self._get_strings(view.lang))
            with limit_page():
                return self._render(file, view).encode()
        except Exception as e:  # whatever a template raises becomes a problem with its place
            raise RenderError(*_explain(e), *self._locate_error(e, file)) from e

    def _render(self, file: str, view: Any) -> str:
        if file not in self.slow_templates:
            try:
                return self._quick_env.get_template(file).render(page=view)
            except AttributeError:
                self.slow_templates.add(file)
        return self._exact_env.get_template(file).render(page=view)

    def _get_strings(self, lang: str) -> dict[str, str]:
        if lang not in self._strings:
            self._strings[lang] = self._theme.mark_strings(lang, self._languages)
        return self._strings[lang]

    def _locate_error(self, e: BaseException, template: str) -> tuple[str, int]:
        """File and line of the innermost template in the traceback."""
        name, line, trace = template, 1, e.__traceback__
        while trace:
            code_file = trace.tb_frame.f_code.co_filename
            if code_file in self._theme.templates:
                name, line = code_file, trace.tb_lineno
            trace = trace.tb_next
        file, _ = self._theme.templates.get(name, (name, ""))
        return file, line


def _explain(e: Exception) -> tuple[ProblemCode, Diagnosis]:
    """The code, and what is wrong."""
    from jinja2.exceptions import SecurityError

    if isinstance(e, SecurityError):
        return UNSAFE, explain_refusal(str(e))
    if isinstance(e, WorkLimitError | MemoryError):
        return LIMIT_REACHED, LIMIT_DIAGNOSIS
    text = f"{type(e).__name__}: {e}"
    return "template-error", Diagnosis(Message(text, text), NO_HELP)
