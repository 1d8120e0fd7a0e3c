"""Pages without personal content: rendered once, the same bytes for every anonymous reader.

Two levels under one content stamp in Redis: the bytes in the worker's memory, and a copy in Redis for the other
workers. A transaction that changes what pages show sets a new stamp after its commit; a worker asks for the stamp at
most once a second. Without Redis there is no stamp, and every page is rendered. A worker that finds Redis again after
it was away sets a new stamp, for changes made meanwhile could not; what nobody noticed ends by age (MAX_AGE_SECONDS).

Readers with a session get no kept page, but share the rows (`kept`) and the parts (`{% shared_part %}`) that look the
same for everybody. On public pages they read the stamp at once: whoever has changed one sees it when led there.
"""

from netzwerk.pagecache.middleware import PageCacheMiddleware, public_page
from netzwerk.pagecache.models import PublicContent, links_changed, rows_loaded
from netzwerk.pagecache.shelf import keep_nothing, kept, kept_for_guests
from netzwerk.pagecache.stamp import pages_changed, renew_stamp, stamp_key

__all__ = [
    "PageCacheMiddleware",
    "PublicContent",
    "keep_nothing",
    "kept",
    "kept_for_guests",
    "links_changed",
    "pages_changed",
    "public_page",
    "renew_stamp",
    "rows_loaded",
    "stamp_key",
]
