"""Pictures: what stands in a page is what was drawn, and nothing that a strict page refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.runs.tables import RunTables
from simulator.views.figures import COMPARISONS, FIGURES
from simulator.views.figures.said import Said, drawn_on_sheet
from simulator.views.figures.style import Sheet, sheet
from simulator.views.pictures import Picture, pictures_of, said_in, svg_of
from simulator.views.pictures.inline import inline
from simulator.views.saving import drawn_svg
from tests.views.made_tables import tables_of

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
SAID = Said("Finding", "What is shown", ("First note.", "Second note."))
DRAWN = ("path", "rect", "use")
OF_EACH = ("opacity", "clip-path")
INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linejoin", "stroke-linecap",
    "stroke-dasharray", "stroke-dashoffset",
)  # fmt: skip
FOR_ALL = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
"""What the style element of matplotlib gives to every element."""

Values = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def pictures(shipped: RunTables) -> dict[str, Picture]:
    return pictures_of(shipped)


def drawing_of(body: str, style: str = "") -> bytes:
    head = f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" xmlns="{SVG[1:-1]}">{style}'
    return f"{head}{body}</svg>".encode()


def attributes_of(element: Element) -> Mapping[str, str]:
    return element.attrib


def styles_of(element: Element) -> Mapping[str, str]:
    """A style goes before what stands for all, and that before an attribute."""
    parts = (part.split(":") for part in element.get("style", "").split(";") if part.strip())
    return {**element.attrib, **FOR_ALL, **{name.strip(): value.strip() for name, value in parts}}


def chains(root: Element) -> Iterator[list[Element]]:
    """Each element that draws, with those that it inherits from; a copy has its original before itself."""
    above = {child: parent for parent in root.iter() for child in parent}
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    for element in root.iter():
        if element.tag.removeprefix(SVG) in DRAWN:
            chain = [element]
            while chain[-1] in above:
                chain.append(above[chain[-1]])
            reference = element.get("href") or element.get(HREF)
            yield [named[reference[1:]], *chain] if reference else chain


def resolved(root: Element, of: Callable[[Element], Mapping[str, str]]) -> Values:
    """What every drawn element looks like in the end; references without their names."""
    found = []
    for chain in chains(root):
        given = [of(element) for element in chain]
        seen = [next((level[name] for level in given if name in level), "") for name in INHERITED]
        seen += [" ".join(level.get(name, "-") for level in given) for name in OF_EACH]
        found.append(tuple(re.sub(r"url\(#[^)]*\)", "url", value) for value in seen))
    return found


def without_dots(file: bytes) -> bytes:
    """The dots of hatches are written anew, and are looked at by themselves."""
    root = ElementTree.fromstring(file)
    for pattern in root.iter(f"{SVG}pattern"):
        for path in pattern.findall(f"{SVG}path"):
            if "C" in path.attrib["d"]:
                pattern.remove(path)
    return ElementTree.tostring(root)


@pytest.mark.parametrize("name", FIGURES)
def test_every_style_becomes_attributes_that_say_the_same(shipped: RunTables, name: str) -> None:
    file = without_dots(drawn_svg(FIGURES[name](shipped), name))
    before = resolved(ElementTree.fromstring(file), styles_of)
    after = resolved(ElementTree.fromstring(inline(file, name, SAID)), attributes_of)
    assert len(before) > 300
    assert after == before


def test_what_stands_for_all_is_not_inherited_from_what_draws_nothing() -> None:
    rule = "<style>*{stroke-linejoin: round; stroke-linecap: butt}</style>"
    copy = '<use xlink:href="#mark" style="stroke-linejoin: bevel"/>'
    marks = f'<path id="mark" d="M 0 0"/><path style="stroke-linecap: square" d="M 1 1"/>{copy}'
    file = drawing_of(f'<g style="stroke-linecap: round; stroke: red">{marks}</g>', rule)
    before = resolved(ElementTree.fromstring(file), styles_of)
    after = resolved(ElementTree.fromstring(inline(file, "name", SAID)), attributes_of)
    assert [looks[INHERITED.index("stroke-linecap")] for looks in before] == ["butt", "square", "butt"]
    assert after == before


def places(root: Element, reference: str) -> list[tuple[str, float, float]]:
    """Where each copy stands; a copy is either moved or has a place of its own."""
    found = []
    for element in root.iter(f"{SVG}use"):
        moved = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
        given = moved.groups() if moved else (element.get("x", "0"), element.get("y", "0"))
        original = next(one for one in root.iter() if one.get("id") == element.attrib[reference][1:])
        found.append(("".join(original.get("d", "").split()), float(given[0]), float(given[1])))
    return found


def test_copies_stand_where_they_stood(shipped: RunTables) -> None:
    file = drawn_svg(FIGURES["endings"](shipped), "endings")
    after = ElementTree.fromstring(inline(file, "endings", SAID))
    found = places(after, "href")
    assert len(found) > 500
    assert found == places(ElementTree.fromstring(file), HREF)


def test_paths_are_the_same_but_for_room(shipped: RunTables) -> None:
    def paths(text: bytes | str) -> list[str]:
        every = (element.get("d", "") for element in ElementTree.fromstring(text).iter(f"{SVG}path"))
        return [" ".join(re.sub(r"([A-Za-z])", r" \1 ", path).split()) for path in every]

    file = drawn_svg(FIGURES["race"](shipped), "race")
    assert paths(inline(file, "race", SAID)) == paths(file)


def test_nothing_that_a_strict_page_refuses(pictures: dict[str, Picture]) -> None:
    assert list(pictures) == list(FIGURES)
    for picture in pictures.values():
        for refused in ("style=", "<style", "<script", "xlink", "<!", "<?", "<metadata", "ns0", " on"):
            assert refused not in re.sub(r"<(title|desc).*?</\1>", "", picture.svg), (picture.name, refused)
        assert picture.svg.count("http") == picture.svg.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_ids_are_unique_over_a_page_and_references_stay_in_their_figure(pictures: dict[str, Picture]) -> None:
    ids = {name: re.findall(r' id="([^"]+)"', picture.svg) for name, picture in pictures.items()}
    every = [one for found in ids.values() for one in found]
    assert len(every) == len(set(every)) > 500
    for name, picture in pictures.items():
        said = set(re.findall(r'(?:href="#|url\(#)([^")]+)', picture.svg))
        assert said | {f"{name}-title", f"{name}-desc"} == set(ids[name])
        assert all(one.startswith(f"{name}-") for one in ids[name])


def test_the_root_names_what_is_drawn_and_leaves_its_size_to_the_page(pictures: dict[str, Picture]) -> None:
    for name, picture in pictures.items():
        root = ElementTree.fromstring(picture.svg)
        assert not {"width", "height"} & set(root.attrib)
        left, top, width, height = map(float, root.attrib["viewBox"].split())
        assert (left, width) == (0, 576)
        assert top > 0 < height
        assert (root.attrib["role"], root.attrib["aria-labelledby"]) == ("img", f"{name}-title {name}-desc")
        first, second = root[0], root[1]
        assert (first.tag, first.get("id"), first.text) == (f"{SVG}title", f"{name}-title", picture.title)
        assert (second.tag, second.get("id")) == (f"{SVG}desc", f"{name}-desc")
        assert second.text is not None
        assert all(part in second.text for part in (picture.subtitle, *picture.notes))


@pytest.mark.parametrize("case", ["shipped", "eight, long labels", "nothing"])
def test_words_are_those_of_the_drawn_figure(case: str) -> None:
    for draw in FIGURES.values():
        figure = draw(tables_of(case))
        title, subtitle, notes = said_in(figure)
        written = ["".join(text.get_text().split()) for text in figure.texts[:3]]
        assert written == ["".join(text.split()) for text in (title, subtitle, " ".join(notes))]


@pytest.mark.parametrize("case", ["shipped", "eight, long labels", "nothing", "several agencies", "six years"])
def test_the_part_that_is_seen_has_all_that_is_drawn_but_the_words_around_it(case: str) -> None:
    for name, draw in FIGURES.items():
        figure = drawn_on_sheet(draw(tables_of(case)))
        _, top, _, height = map(float, re.findall(r'viewBox="([^"]+)"', svg_of(figure, name))[0].split())
        with figure.without_words():
            inked = rows_with_ink(figure)
        assert top <= inked.min() <= inked.max() <= top + height, name
        assert rows_with_ink(figure).min() < top, name


def rows_with_ink(figure: Figure) -> NDArray[np.intp]:
    """The rows that are not white all over, counted from the top; each is a point high."""
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(72)
    canvas.draw()
    return np.flatnonzero((np.asarray(canvas.buffer_rgba())[..., :3] < 255).any(axis=(1, 2)))


def test_a_run_of_one_policy_has_no_comparisons_even_if_they_are_asked_for() -> None:
    tables = tables_of("base only")
    assert list(pictures_of(tables, ["race", "differences"])) == ["race"]
    assert not COMPARISONS & set(pictures_of(tables))


def test_pictures_come_in_reading_order_whatever_is_asked_for_first(shipped: RunTables) -> None:
    assert list(pictures_of(shipped, ["race", "detainers_by_month"])) == ["detainers_by_month", "race"]
    with pytest.raises(ValueError, match=r"no figure is called rase; there are detainers_by_month, differences, "):
        pictures_of(shipped, ["rase", "race"])


def test_the_same_tables_give_the_same_bytes(shipped: RunTables, pictures: dict[str, Picture]) -> None:
    assert pictures_of(shipped, ["costs", "cumulative"]) == {name: pictures[name] for name in ("costs", "cumulative")}


def hatched(hatch: str) -> Sheet:
    drawn = sheet("Finding", "What is shown", ["First note."], 2.0)
    drawn.axes(1.0, 0.5, 3.0, 1.0).bar([1], [1], facecolor="white", edgecolor="#222222", hatch=hatch)
    return drawn


def test_dots_of_a_hatch_are_points_of_a_round_pen_as_wide() -> None:
    figure = hatched("....").figure
    file = drawn_svg(figure, "dots")
    (before,) = ElementTree.fromstring(file).findall(f".//{SVG}pattern/{SVG}path")
    (after,) = ElementTree.fromstring(svg_of(figure, "dots")).findall(f".//{SVG}pattern/{SVG}path")
    circles = [re.findall(r"-?[\d.]+", part) for part in before.attrib["d"].split("z")[:-1]]
    # A circle begins at its lowest point; the fifth of its eight curves begins at its highest.
    middles = [(float(one[0]), (float(one[1]) + float(one[25])) / 2) for one in circles]
    points = [tuple(map(float, place)) for place in re.findall(r"M(\S+) (\S+?)h0", after.attrib["d"])]
    assert len(points) > 500
    assert points == [pytest.approx(middle, abs=1e-4) for middle in middles]
    line = float(re.findall(r"stroke-width: ([\d.]+)", before.attrib["style"])[0])
    high = abs(float(circles[0][1]) - float(circles[0][25]))
    assert float(after.attrib["stroke-width"]) == pytest.approx(line + high)
    pen = {"fill": "none", "stroke": "#222222", "stroke-linecap": "round"}
    assert {name: after.attrib[name] for name in pen} == pen


@pytest.mark.parametrize("hatch", ["////", "oo", "**", "xx"])
def test_other_hatches_stay_as_they_are(hatch: str) -> None:
    figure = hatched(hatch).figure
    (before,) = ElementTree.fromstring(drawn_svg(figure, "hatch")).findall(f".//{SVG}pattern/{SVG}path")
    (after,) = ElementTree.fromstring(svg_of(figure, "hatch")).findall(f".//{SVG}pattern/{SVG}path")
    assert "".join(after.attrib["d"].split()) == "".join(before.attrib["d"].split()).replace(" ", "")


def test_no_picture_is_large(pictures: dict[str, Picture]) -> None:
    sizes = {name: len(picture.svg.encode()) // 1000 for name, picture in pictures.items()}
    assert max(sizes.values()) < 300, sizes


@pytest.mark.parametrize(
    ("body", "style", "fault"),
    [
        ('<path style="fill: red; mix-blend-mode: screen"/>', "", "SVG has no attribute for the style mix-blend-mode"),
        ("<path/>", "<style>path{fill: red}</style>", "a style for some elements only .* 'path{fill: red}'"),
        ("<path/>", "<style>*{cursor: none}</style>", "SVG has no attribute for the style cursor"),
        ('<use xlink:href="#gone"/>', "", "references to what the drawing does not have: gone"),
        ('<path style="fill: url(#lost)"/>', "", "references to what the drawing does not have: lost"),
    ],
)
def test_what_attributes_cannot_tell_is_an_error(body: str, style: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        inline(drawing_of(body, style), "name", SAID)


def test_a_style_goes_before_an_attribute_and_texts_are_escaped() -> None:
    said = Said("A & B < C", "Shown.", ())
    file = drawing_of('<g id="unused"><path id="mark" fill="blue" style="fill: red"/><use xlink:href="#mark"/></g>')
    assert inline(file, "two", said) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="two-title two-desc">'
        '<title id="two-title">A &amp; B &lt; C</title><desc id="two-desc">Shown.</desc>'
        '<g><path fill="red" id="two-1" /><use href="#two-1" /></g></svg>'
    )


def test_a_figure_without_words_is_refused() -> None:
    with pytest.raises(TypeError, match="was not drawn on a sheet"):
        svg_of(Figure(), "plain")
