"""Where the browser editor saves."""

from __future__ import annotations

from tourbook.schema.site_options import EditorOptions

SERVERS = {"gitlab": "https://gitlab.com", "gitea": "https://gitea.com"}


def list_backend_origins(options: EditorOptions) -> tuple[str, ...]:
    """The hosts with which the editor has to speak."""
    if options.backend == "github":
        return ("https://api.github.com", "https://www.githubstatus.com")
    server = options.server or SERVERS.get(options.backend, "")
    return (server,) if server else ()
