"""JSON that a model wrote: whatever it is, reading it ends and never raises."""

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.insight import lenient

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
_OBJECT = st.dictionaries(st.text(max_size=8), _JSON, min_size=1)
_AROUND = st.sampled_from(["", "```json\n", "Here is the answer:\n", " \n"])


@given(st.text(alphabet='{}[]",:\\ abu0129\n', max_size=300))
def test_anything_is_read_without_an_error(text: str) -> None:
    lenient.read(text)


@given(_OBJECT, _AROUND, st.booleans())
def test_whole_json_is_read_as_it_is(value: dict[str, object], before: str, ascii_: bool) -> None:
    text = f"{before}{json.dumps(value, ensure_ascii=ascii_)}\n```"
    assert lenient.read(text) == (value, True)


@given(_OBJECT, st.data())
def test_what_was_finished_is_part_of_the_whole(
    value: dict[str, object], data: st.DataObject
) -> None:
    text = json.dumps(value)
    cut = data.draw(st.integers(0, len(text) - 1))
    found, whole = lenient.read(text[:cut])
    assert not whole or found != value
    if found is not None and text[:cut].lstrip().startswith("{") and not whole:
        assert _within(found, value)


def _within(part: object, value: object) -> bool:
    if isinstance(part, dict) and isinstance(value, dict):
        return all(key in value and _within(each, value[key]) for key, each in part.items())
    if isinstance(part, list) and isinstance(value, list):
        pairs = zip(part, value, strict=False)
        return len(part) <= len(value) and all(_within(one, two) for one, two in pairs)
    return part == value


def test_a_cut_answer_keeps_its_sentences() -> None:
    text = '{"sentences":[{"text":"One.","quotes":[{"paragraph":1,"text":"a b c d"}]},{"text":"Tw'
    found, whole = lenient.read(text)
    assert not whole
    assert found["sentences"][0]["text"] == "One."
    assert found["sentences"][0]["quotes"][0]["text"] == "a b c d"


def test_a_long_run_of_braces_ends() -> None:
    lenient.read("{" * 40_000)
    lenient.read('{"a":' * 8_000)
    lenient.read('{"a' * 20_000)
