"""The tables of version 1. A released statement is never edited: later ones go to migrations.py.

Articles are lean rows; their HTML stands in ``body``. ``article.id`` rises with the time of first
sight and is never used twice, so the full-text index can be asked newest first by row id, and a
draft or a posting can outlive its article without ever meeting another one (hence no foreign key
from ``draft`` and ``posting``: nothing that goes may take along what a person wrote).
"""

APPLICATION_ID = 0x44384E57  # "D8NW"; sqlite.org/fileformat2.html, offset 68 of the file

_SOURCES = (
    "create table meta (key text primary key, value text not null) strict, without rowid",
    """create table folder (
        id integer primary key autoincrement, title text not null, position integer not null,
        collapsed integer not null default 0
    ) strict""",
    """create table source (
        id integer primary key autoincrement, kind text not null, base_url text not null,
        title text not null, home_url text not null, icon_url text, language text,
        folder_id integer references folder(id) on delete set null,
        position integer not null, muted integer not null default 0,
        gone integer not null default 0, problem_kind text, problem_detail text,
        problem_since integer, refreshed_at integer, due_at integer not null default 0,
        options text not null default '{}', removed_at integer,
        unique (kind, base_url)
    ) strict""",
    """create table section (
        id integer primary key autoincrement,
        source_id integer not null references source(id) on delete cascade,
        remote_id text not null, title text not null, folded text not null default '',
        parent_remote_id text, total integer, followed integer not null default 0,
        position integer not null default 0,
        unique (source_id, remote_id)
    ) strict""",
    "create index section_of_title on section (folded) where folded <> ''",
    """create table sync_state (
        source_id integer not null references source(id) on delete cascade,
        section text not null, state text not null,
        primary key (source_id, section)
    ) strict, without rowid""",
)

_ARTICLES = (
    """create table article (
        id integer primary key autoincrement,
        source_id integer not null references source(id) on delete cascade,
        remote_id text not null, url text not null, title text not null, excerpt text not null,
        author text not null, published_at integer not null, updated_at integer,
        seen_at integer not null, language text,
        picture_url text, picture_width integer not null default 0,
        picture_height integer not null default 0, picture_alt text not null default '',
        picture_caption text not null default '', picture_thumbnail text,
        comment_count integer, comments_state text not null, thread_key text,
        read integer not null default 0, saved integer not null default 0,
        body_state text not null, date_guessed integer not null default 0,
        words integer not null default 0, content_hash text not null default '',
        unique (source_id, remote_id)
    ) strict""",
    # Each list is one walk backwards through one of these; lists.py names the index. They hold
    # every column that a walk looks at, those of their own conditions too, so no row is read.
    "create index article_by_date on article (published_at, id, source_id)",
    """create index article_unread_by_date on article (published_at, id, source_id, read)
        where read = 0""",
    """create index article_saved_by_date on article (published_at, id, source_id, read, saved)
        where saved = 1""",
    "create index article_of_source on article (source_id, published_at, id)",
    """create index article_unread_of_source on article (source_id, published_at, id, read)
        where read = 0""",
    "create index article_of_url on article (url)",
    """create table body (
        article_id integer primary key references article(id) on delete cascade,
        state text not null, fetched_at integer not null, html text not null
    ) strict""",
    # Apart from the body: keeping a position must not write the whole body again.
    """create table reading (
        article_id integer primary key references article(id) on delete cascade,
        position real not null
    ) strict""",
    """create table article_section (
        section_id integer not null references section(id) on delete cascade,
        published_at integer not null,
        article_id integer not null references article(id) on delete cascade,
        read integer not null,
        primary key (section_id, published_at, article_id)
    ) strict, without rowid""",
    """create index article_section_unread
        on article_section (section_id, published_at, article_id, read) where read = 0""",
    "create index article_section_of_article on article_section (article_id)",
    """create trigger article_section_read after update of read on article
        when old.read <> new.read begin
            update article_section set read = new.read where article_id = new.id;
        end""",
    """create trigger article_section_date after update of published_at on article
        when old.published_at <> new.published_at begin
            update article_section set published_at = new.published_at where article_id = new.id;
        end""",
    """create table article_tag (
        tag text not null,
        article_id integer not null references article(id) on delete cascade,
        primary key (tag, article_id)
    ) strict, without rowid""",
    "create index article_tag_of_article on article_tag (article_id)",
    # No positions (detail) and no sizes: words are searched, not phrases, and newest first, not by
    # rank. That makes the index a fifth of the size and three times as fast to fill. Marks belong
    # to words (Hindi, Thai), and so do letters newer than the tables of unicode61 (Cn).
    """create virtual table article_text using fts5 (
        text, content='', prefix='2 3', detail=none, columnsize=0,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Mn Mc Co Cn'"
    )""",
)

_COMMENTS = (
    """create table thread (
        article_id integer primary key references article(id) on delete cascade,
        total integer, fetched_at integer, visited_at integer,
        complete integer not null default 0
    ) strict""",
    """create table comment (
        id integer primary key autoincrement,
        article_id integer not null references article(id) on delete cascade,
        remote_id text not null, parent_remote_id text, author_name text not null,
        author_remote_id text, html text not null, plain text not null,
        published_at integer not null, state text not null, edited_at integer,
        badge text not null, permalink text not null, score integer, avatar_url text,
        first_seen_at integer not null, is_mine integer not null default 0,
        unique (article_id, remote_id)
    ) strict""",
    "create index comment_first_seen on comment (article_id, first_seen_at)",
    "create index comment_mine on comment (article_id, published_at) where is_mine = 1",
)

_WRITTEN = (
    """create table account (
        id integer primary key autoincrement, kind text not null, base_url text not null,
        login text not null, display_name text not null, remote_id text not null,
        secret_key text not null, avatar_url text, revoke_id text, roles text not null,
        verified_at integer not null, needs_sign_in integer not null
    ) strict""",
    # any: text that is no valid UTF-8 (half of a surrogate pair) is kept as bytes, to the letter.
    """create table draft (
        article_id integer not null, kind text not null, comment_remote_id text not null,
        text any not null, updated_at integer not null, account_id integer,
        primary key (article_id, kind, comment_remote_id)
    ) strict, without rowid""",
    """create table posting (
        number integer primary key autoincrement, id text not null unique,
        article_id integer not null, account_id integer not null, kind text not null,
        text any not null, parent_remote_id text, target_remote_id text, state text not null,
        created_at integer not null, attempts integer not null, first_sent_at integer,
        next_try_at integer not null, comment_remote_id text, error_kind text not null,
        error_detail text not null, undo_until integer not null
    ) strict""",
    "create index posting_of_article on posting (article_id)",
    "create index posting_of_account on posting (account_id, first_sent_at)",
    """create index posting_open on posting (number)
        where state in ('waiting', 'sending', 'unsure', 'parked', 'refused', 'discarded')""",
)

_CACHES = (
    """create table picture (
        url text primary key, file text not null, bytes integer not null,
        width integer not null, height integer not null, used_at integer not null,
        failed_until integer not null
    ) strict, without rowid""",
    "create index picture_used on picture (used_at) where bytes > 0",
    "create table host_backoff (host text primary key, until real not null) strict, without rowid",
)

VERSION_1 = (*_SOURCES, *_ARTICLES, *_COMMENTS, *_WRITTEN, *_CACHES)

STORIES = (
    # Date and read stand here once more, held right by triggers, so that a list counts its rows
    # in one index. ``joined``: more than one source tells the story. ``text_of``: the first article
    # with the same text, the article itself when there is none before it.
    """create table story_article (
        article_id integer primary key references article(id) on delete cascade,
        story_id integer not null, source_id integer not null, published_at integer not null,
        read integer not null, joined integer not null default 0, text_of integer not null
    ) strict""",
    "create index story_article_of_story on story_article (story_id, article_id)",
    """create index story_article_unread
        on story_article (story_id, published_at, source_id, joined, read)
        where joined = 1 and read = 0""",
    """create trigger story_article_read after update of read on article
        when old.read <> new.read begin
            update story_article set read = new.read where article_id = new.id;
        end""",
    """create trigger story_article_date after update of published_at on article
        when old.published_at <> new.published_at begin
            update story_article set published_at = new.published_at where article_id = new.id;
        end""",
    "create table story_muted (story_id integer primary key, muted_at integer not null) strict",
    """create table story_apart (
        article_id integer not null references article(id) on delete cascade,
        story_id integer not null,
        primary key (article_id, story_id)
    ) strict, without rowid""",
    # Only of the last days: what a new article is compared with.
    """create table story_vector (
        article_id integer primary key references article(id) on delete cascade,
        published_at integer not null, language text not null, vector blob not null
    ) strict""",
    "create index story_vector_by_date on story_vector (published_at)",
    """create table shingle (
        hash integer not null,
        article_id integer not null references article(id) on delete cascade,
        primary key (hash, article_id)
    ) strict, without rowid""",
    "create index shingle_of_article on shingle (article_id)",
)
"""Which articles tell of the same event, and what is needed to find out about the next one."""

MODEL = (
    """create table translation (
        article_id integer not null references article(id) on delete cascade,
        hash text not null, language text not null, model text not null, text text not null,
        primary key (article_id, hash, language, model)
    ) strict, without rowid""",
    """create table model_use (
        day text primary key, requests integer not null, tokens_in integer not null,
        tokens_out integer not null
    ) strict, without rowid""",
    """create table model_barred (
        source_id integer primary key references source(id) on delete cascade
    ) strict""",
)
"""What a language model translated, what went to it on each day, and whose articles never do."""

LANGUAGES = (
    # Empty: it was looked at and cannot be told. ``corrected``: the reader said so.
    """create table article_language (
        article_id integer primary key references article(id) on delete cascade,
        language text not null, corrected integer not null default 0
    ) strict""",
    "create index article_language_by_code on article_language (language)",
)
"""The language of each article, apart from what its source says about it."""

TOLD = (
    # Null: as the settings say. 1: always, 0: never.
    "alter table source add column notify integer",
    "alter table thread add column silent integer not null default 0",
)
"""Of which sources, and of which threads, the reader wants to be told in notifications."""

# No "insert or ignore": how the statement that fires a trigger treats conflicts counts for both.
_AGAIN = """begin
            insert into story_again select article_id from story_vector
            where article_id = new.{id} {but} and not exists
                (select 1 from story_again where article_id = new.{id});
        end"""

AGAIN = (
    # Only what is compared with new articles is worth comparing anew.
    """create table story_again (
        article_id integer primary key references article(id) on delete cascade
    ) strict""",
    "create trigger story_again_text after insert on body "
    + _AGAIN.format(id="article_id", but=""),
    """create trigger story_again_edited after update of html on body
        when old.html <> new.html """
    + _AGAIN.format(id="article_id", but=""),
    """create trigger story_again_title after update of title, excerpt on article
        when old.title <> new.title or old.excerpt <> new.excerpt """
    + _AGAIN.format(id="id", but=""),
    """create trigger story_again_language after insert on article_language
        when new.language <> '' """
    + _AGAIN.format(id="article_id", but="and language <> new.language"),
    """create trigger story_again_other_language after update of language on article_language
        when new.language <> '' """
    + _AGAIN.format(id="article_id", but="and language <> new.language"),
    # Kept with other weights than today's.
    "insert into story_again select article_id from story_vector",
)
"""Which articles were placed, and have another text or another language since."""
