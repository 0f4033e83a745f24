"""The words of the catalogue: regions, countries, topics, and languages by their own names."""

from desktop_app.system.i18n import N_, _
from desktop_app.text.fold import fold

REGIONS: tuple[tuple[str, str], ...] = (
    ("middle-east", N_("Middle East and North Africa")),
    ("africa", N_("Africa")),
    ("asia", N_("Asia")),
    ("europe", N_("Europe")),
    ("americas", N_("The Americas")),
    ("oceania", N_("Oceania")),
    ("world", N_("World")),
)

_COUNTRIES = {
    "AE": N_("United Arab Emirates"),
    "AR": N_("Argentina"),
    "AT": N_("Austria"),
    "AU": N_("Australia"),
    "BR": N_("Brazil"),
    "CA": N_("Canada"),
    "DE": N_("Germany"),
    "DK": N_("Denmark"),
    "EG": N_("Egypt"),
    "ES": N_("Spain"),
    "FI": N_("Finland"),
    "FR": N_("France"),
    "GB": N_("United Kingdom"),
    "HU": N_("Hungary"),
    "ID": N_("Indonesia"),
    "IL": N_("Israel"),
    "IN": N_("India"),
    "IT": N_("Italy"),
    "JO": N_("Jordan"),
    "JP": N_("Japan"),
    "KR": N_("South Korea"),
    "LB": N_("Lebanon"),
    "LV": N_("Latvia"),
    "MA": N_("Morocco"),
    "MX": N_("Mexico"),
    "NG": N_("Nigeria"),
    "NL": N_("Netherlands"),
    "NO": N_("Norway"),
    "NZ": N_("New Zealand"),
    "PH": N_("Philippines"),
    "PK": N_("Pakistan"),
    "PL": N_("Poland"),
    "PT": N_("Portugal"),
    "QA": N_("Qatar"),
    "SE": N_("Sweden"),
    "SV": N_("El Salvador"),
    "TR": N_("Türkiye"),
    "UA": N_("Ukraine"),
    "US": N_("United States"),
    "ZA": N_("South Africa"),
}

_TOPICS = {
    "news": N_("News"),
    "politics": N_("Politics"),
    "world": N_("World"),
    "society": N_("Society"),
    "technology": N_("Technology"),
    "investigations": N_("Investigations"),
    "science": N_("Science"),
    "environment": N_("Environment"),
    "business": N_("Business"),
}

_NATIVE = {
    "ar": "العربية",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}


def country_name(code: str) -> str:
    """Return the country's name in the window's language; "" for an international newsroom."""
    return _(_COUNTRIES[code]) if code in _COUNTRIES else code


def topic_name(key: str) -> str:
    """Return a topic's name in the window's language."""
    return _(_TOPICS[key]) if key in _TOPICS else key


def language_name(tag: str) -> str:
    """Return a language's name in that language itself."""
    base = tag.partition("-")[0].lower()
    return _NATIVE.get(base, base)


def sorted_languages(tags: set[str]) -> list[str]:
    """Return base languages in the order of their names."""
    return sorted(tags, key=lambda tag: fold(language_name(tag)))
