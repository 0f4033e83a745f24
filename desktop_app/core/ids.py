"""Identifiers of stored rows.

All are SQLite row ids (positive ints). What a remote API calls a thing is its
``remote_id``: an opaque string, unique only inside its source.
"""

from typing import NewType

SourceId = NewType("SourceId", int)
SectionId = NewType("SectionId", int)
FolderId = NewType("FolderId", int)
ArticleId = NewType("ArticleId", int)
CommentId = NewType("CommentId", int)
AccountId = NewType("AccountId", int)
PostingId = NewType("PostingId", str)
"""A UUID made by the app before the first byte of a posting goes out."""
