"""What is true of every feed, known without asking one."""

KIND = "feed"

MOST_ITEMS = 2000
"""Items of one answer that are looked at."""

FEED_CAP = 5_000_000  # bytes
PAGE_CAP = 3_000_000  # bytes of an article's page

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"

FULL_TEXT = 1500
"""Letters from which the text in a feed counts as the whole article."""

OPTION_PAGING = "paging"  # how older items are had; absent: not at all
PAGED = "paged"  # ?paged=2, as WordPress pages its feeds
LINKED = "linked"  # each page names the next one (RFC 5005, JSON Feed next_url)
