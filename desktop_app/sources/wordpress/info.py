"""What is true of every WordPress site, known without asking one."""

KIND = "wordpress"

PAGE_SIZE = 100  # WordPress refuses more: 400 rest_invalid_param

MIN_INTERVAL = 15.0
"""Seconds between two comments of one account; core answers 400 ``comment_flood`` before."""

POSTS = "wp/v2/posts"
"""Where a site's articles are, unless the site keeps its news in a type of its own."""

OPTION_ROUTE = "route"  # where the articles are, when not under POSTS
OPTION_SECTIONS = "sections"  # route of the taxonomy whose terms are the sections
OPTION_LANGUAGE = "language"  # BCP 47, as the site's pages say it
