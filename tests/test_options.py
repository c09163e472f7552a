"""An exporter's options are read from texts or values, and every fault is told at once."""

from __future__ import annotations

import attrs
import pytest

import coalition_events as ce


@attrs.frozen(kw_only=True)
class Options:
    """An option of each type, one with choices, one with a name of its own in Python, and one that is not given."""

    title: str = ce.option("none", help="what stands above")
    size: int = ce.option(12, help="points")
    scale: float = ce.option(1.5, help="how much larger")
    colour: bool = ce.option(default=True, help="whether in colour")
    paper: str = ce.option("a4", help="the paper", choices=("a4", "letter"))
    columns: int = ce.option(1, help="how many", choices=(1, 2, 3))
    _hidden: int = ce.option(0, help="a leading underscore is Python's matter")
    made: tuple[str, ...] = attrs.field(factory=tuple, init=False)

    def __attrs_post_init__(self):
        """Refuse what types and choices can't."""
        if self.size < 1:
            raise ValueError("size: must be at least 1")
        if self.scale == 0:
            raise ce.OptionError(["scale: must not be 0", "and one more"])


def exporter(options):
    """Return an exporter with these options."""
    return ce.Exporter(
        name="toy",
        suffixes=(".toy",),
        media_type="text/plain",
        description="",
        export=lambda _: [],
        options=options,
    )


def made(**given):
    """Make the options of the toy exporter."""
    return ce.make_options(exporter(Options), given)


def faults(**given):
    """Return the faults of these options."""
    with pytest.raises(ce.OptionError) as caught:
        made(**given)
    return caught.value.faults


def test_options_are_described_as_declared():
    """Name, type, default, choices and help are told in the order of declaration; what can't be given is left out."""
    described = ce.described_options(exporter(Options))
    assert [(info.name, info.type, info.default) for info in described] == [
        ("title", str, "none"),
        ("size", int, 12),
        ("scale", float, 1.5),
        ("colour", bool, True),
        ("paper", str, "a4"),
        ("columns", int, 1),
        ("hidden", int, 0),
    ]
    assert described[4].choices == ("a4", "letter")
    assert described[4].help == "the paper"
    assert described[0].choices == ()


def test_fields_made_by_hand_are_described_too():
    """A field that was not made with option() has no help; a default that is made anew is told as it is made."""
    described = ce.described_options(
        exporter(attrs.make_class("Made", {"width": attrs.field(factory=lambda: 7)}))
    )
    assert described == (ce.OptionInfo(name="width", type=str, default=7, choices=(), help=""),)


def test_an_exporter_without_options_takes_none():
    """The default options class has no fields, and the error for any option says so."""
    plain = attrs.evolve(exporter(Options), options=ce.NoOptions)
    assert ce.described_options(plain) == ()
    assert ce.make_options(plain, {}) == ce.NoOptions()
    with pytest.raises(ce.OptionError, match=r"^toy has no option 'size'; it has none$"):
        ce.make_options(plain, {"size": "1"})


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"title": "12"}, "12"),
        ({"title": ""}, ""),
        ({"size": " 7 "}, 7),
        ({"size": 7}, 7),
        ({"scale": "2"}, 2.0),
        ({"scale": "1e-3"}, 0.001),
        ({"scale": 2}, 2.0),
        ({"colour": "no"}, False),
        ({"colour": "FALSE"}, False),
        ({"colour": "0"}, False),
        ({"colour": "Yes"}, True),
        ({"colour": "true"}, True),
        ({"colour": "1"}, True),
        ({"colour": False}, False),
        ({"paper": "letter"}, "letter"),
        ({"columns": "3"}, 3),
        ({"columns": 2}, 2),
        ({"hidden": "4"}, 4),
    ],
)
def test_texts_and_values_are_read_as_the_declared_type(given, value):
    """A text from the command line and a value from Python give the same option, of exactly the declared type."""
    ((name, _),) = given.items()
    result = getattr(made(**given), {"hidden": "_hidden"}.get(name, name))
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("size", "twelve", "a whole number"),
        ("size", "1.5", "a whole number"),
        ("size", 1.0, "a whole number"),
        ("size", True, "a whole number"),
        ("size", None, "a whole number"),
        ("size", "9" * 5000, "a whole number"),
        ("scale", "much", "a number"),
        ("scale", "nan", "a number"),
        ("scale", "1e999", "a number"),
        ("scale", False, "a number"),
        ("colour", "maybe", "true or false"),
        ("colour", 1, "true or false"),
        ("title", 7, "a text"),
        ("title", b"x", "a text"),
    ],
)
def test_a_value_of_another_type_is_refused(name, value, expected):
    """What is not of the declared type is refused with the type that was expected; a bool is no number."""
    assert faults(**{name: value}) == (f"option {name}={value!r} of toy: expected {expected}",)


def test_choices_are_closed_and_the_nearest_is_named():
    """A value that is not among the choices gets the list and, if one is near, the question whether it was meant."""
    assert faults(paper="leter", columns="4") == (
        "option paper='leter' of toy: expected one of a4, letter; did you mean 'letter'?",
        "option columns='4' of toy: expected one of 1, 2, 3",
    )


def test_every_fault_is_in_one_error():
    """Unknown names, wrong types and wrong choices are told together, each with what was probably meant."""
    assert faults(colr="yes", size="big", paper="leter", zzz=1, scale=2) == (
        "toy has no option 'colr'; did you mean 'colour'?",
        "option size='big' of toy: expected a whole number",
        "option paper='leter' of toy: expected one of a4, letter; did you mean 'letter'?",
        "toy has no option 'zzz'; it has title, size, scale, colour, paper, columns, hidden",
    )


def test_what_the_class_refuses_is_the_users_to_read():
    """A ValueError of the options class is an OptionError like any other; an OptionError of its own passes whole."""
    assert faults(size="0") == ("options of toy: size: must be at least 1",)
    assert faults(scale="0") == ("scale: must not be 0", "and one more")


def test_what_attrs_refuses_reads_as_one_line():
    """A validator of attrs raises with more than a text; only the text is shown."""
    checked = attrs.make_class(
        "Checked", {"side": attrs.field(default="left", validator=attrs.validators.in_(("left", "right")))}
    )
    with pytest.raises(ce.OptionError) as caught:
        ce.make_options(exporter(checked), {"side": "up"})
    (fault,) = caught.value.faults
    assert fault.startswith("options of toy: 'side' must be in ('left', 'right')")


def test_an_error_without_words_is_named_by_its_class():
    """A class that raises a bare ValueError still gives a message."""

    def refuse(_instance, _attribute, value):
        if value:
            raise ValueError

    bare = attrs.make_class("Bare", {"side": attrs.field(default="", validator=refuse)})
    with pytest.raises(ce.OptionError, match=r"^options of toy: ValueError$"):
        ce.make_options(exporter(bare), {"side": "up"})
