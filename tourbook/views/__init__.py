"""What templates may see: one frozen view for each kind of page. This is the contract with themes.

A view holds everything that its page shows, already in the language of the page. A page is a pure
function of its view and its templates, and is rendered again only if one of them changes.
Addresses are site paths (see `common/urls`): templates turn them into links with `link(path)`.
Days are `datetime.date`; a field that does not apply is "", None or ().
"""

from .calendar import *  # noqa: F403
from .changes import *  # noqa: F403
from .entries import *  # noqa: F403
from .frame import *  # noqa: F403
from .open_data import *  # noqa: F403
from .pages import *  # noqa: F403
from .pages import TEMPLATES as TEMPLATES
from .parts import *  # noqa: F403
from .planning import *  # noqa: F403
from .subscriptions import *  # noqa: F403
