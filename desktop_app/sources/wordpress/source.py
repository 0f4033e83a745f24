"""A WordPress newsroom as a source."""

from desktop_app.sources.wordpress.posting import PostsComments
from desktop_app.sources.wordpress.reading import ReadsArticles
from desktop_app.sources.wordpress.signin import SignsReadersIn


class WordPressSource(ReadsArticles, PostsComments, SignsReadersIn):
    """Everything that WordPress core's REST API can do for a reader.

    ``base_url`` is the API root, ``options`` what ``find.py`` wrote down. Made and used on the
    main thread; its steps run on their lanes.
    """
