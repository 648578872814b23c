"""What hosts take at most, and from which files they read their settings."""

from __future__ import annotations

from typing import NamedTuple

from tourbook.common.problems import Message
from tourbook.schema.site_options import Host


class RedirectFormat(NamedTuple):
    """How a host reads where old addresses lead; None: the host names no limit."""

    file: str = "_redirects"
    rule: str = "{source} {target} 301"
    """A line of the file, with `source` and `target`, and `file` for where the target lies."""
    max_rules: int | None = None
    max_bytes: int | None = None
    """Of the file."""
    max_line: int | None = None
    """Characters."""
    is_encoded: bool = True
    """Whether old addresses are percent-encoded."""
    needs_both_forms: bool = False
    """Whether an address with a slash at its end and one without are two."""
    replaces_pages: bool = True
    """False if the pages of old addresses must stay, for a host that reads the file only now and
    then."""


class HostProfile(NamedTuple):
    """What a host takes at most, and what it reads. None: the host names no limit."""

    name: Message
    max_files: int | None = None
    max_bytes: int | None = None
    """Of the whole site."""
    max_file_bytes: int | None = None
    max_files_in_folder: int | None = None
    counts_folders: bool = False
    """Whether a folder counts as a file."""
    reads_headers: bool = False
    """Whether it reads a file `_headers`."""
    redirects: RedirectFormat | None = None


_OBJECT_SIZE = 10_000 * (5 << 30)
"""Bytes of an object that is uploaded in parts: 10,000 of 5 GB."""

# as of 2026-11
HOSTS: dict[Host, HostProfile] = {
    # docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits;
    # docs.github.com/en/repositories/working-with-files/managing-large-files: of a file in Git
    "github-pages": HostProfile(
        Message("GitHub Pages", "GitHub Pages"), max_bytes=1 << 30, max_file_bytes=100 << 20
    ),
    # developers.cloudflare.com/pages/platform/limits (for those who pay 100,000 files),
    # …/pages/configuration/redirects: rules apply to the very address, slash included
    "cloudflare-pages": HostProfile(
        Message("Cloudflare Pages", "Cloudflare Pages"),
        max_files=20_000,
        max_file_bytes=25 << 20,
        reads_headers=True,
        redirects=RedirectFormat(max_rules=2_000, max_line=1_000, needs_both_forms=True),
    ),
    # gitlab.com/gitlab-org/gitlab/-/issues/405048 and 500273: of gitlab.com;
    # docs.gitlab.com/user/project/pages/redirects: the default of an instance. Rules are compared
    # with the decoded address (internal/redirects/matching.go of gitlab-pages)
    "gitlab-pages": HostProfile(
        Message("GitLab Pages", "GitLab Pages"),
        200_000,
        1 << 30,
        counts_folders=True,
        redirects=RedirectFormat(max_rules=1_000, max_bytes=64 << 10, is_encoded=False),
    ),
    # docs.netlify.com/site-deploys/overview: of a folder;
    # docs.netlify.com/routing/redirects: from 10,000 on, the deploy might fail
    "netlify": HostProfile(
        Message("Netlify", "Netlify"),
        max_files_in_folder=54_000,
        reads_headers=True,
        redirects=RedirectFormat(max_rules=9_999),
    ),
    # www.alibabacloud.com/help/en/oss/usage-notes
    "oss": HostProfile(Message("阿里云 OSS", "Alibaba Cloud OSS"), max_file_bytes=_OBJECT_SIZE),
    # www.tencentcloud.com/document/product/436/13324
    "cos": HostProfile(Message("腾讯云 COS", "Tencent Cloud COS"), max_file_bytes=_OBJECT_SIZE),
    # a location for each rule, each of which takes 15 kB of memory (nginx 1.22); it reads them when
    # it starts, hence the pages stay, and rules do nothing in a site that lacks their target
    "nginx": HostProfile(
        Message("nginx", "nginx"),
        redirects=RedirectFormat(
            "_nginx.conf",
            'location = "{source}" {{ '
            'if (-f "$document_root{file}") {{ return 301 "{target}"; }} }}',
            max_rules=2_000,
            is_encoded=False,
            replaces_pages=False,
        ),
    ),
}
