"""From the SVG file that matplotlib writes to an element that stands inside a page with a strict content policy.

Such a page refuses ``style`` attributes and elements, so every property becomes the presentation attribute of its name.
What is drawn stays the same. Names are made anew, with the figure's name before them, so that many figures can stand in
one page; those that nothing refers to are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from simulator.views.figures.said import Body, Said
from simulator.views.pictures.dots import short_dots

SVG = "http://www.w3.org/2000/svg"
PRESENTATION = frozenset(
    {"clip-path", "clip-rule", "color", "display", "fill", "fill-opacity", "fill-rule", "image-rendering", "opacity",
     "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
     "stroke-opacity", "stroke-width", "visibility"}
)  # fmt: skip
"""Properties of CSS that SVG takes as attributes too, among those that a drawing without text can have."""
NOT_DRAWN = ("g", "use")
"""Elements that draw nothing themselves."""
POINTS, AROUND = 72, 0.06
"""Points in an inch, and the inches around the body that are seen too."""
FOR_ALL = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
MOVED = re.compile(r"translate\(([^ )]+) ([^ )]+)\)")


def inline(file: bytes, name: str, said: Said, body: Body | None = None) -> str:
    """The element of a figure, or of its body alone; ValueError for a style that attributes cannot tell."""
    root = ElementTree.fromstring(file)
    _without_namespaces(root)
    _without(root, "metadata")
    for_all = _style_of_all(root)
    for element in root.iter():
        _style_to_attributes(element, for_all)
        _shorten(element)
    short_dots(root)
    _name_anew(root, f"{name}-")
    told = {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    root.attrib = {"xmlns": SVG, "viewBox": _seen(root.attrib["viewBox"], body), **told, **for_all}
    _say(root, name, said)
    return ElementTree.tostring(root, encoding="unicode")


def _seen(whole: str, body: Body | None) -> str:
    """The part of a drawing that has its body, with a little around it, in points; or all of it."""
    if body is None:
        return whole
    left, top, width, _ = map(float, whole.split())
    return f"{left:g} {top + POINTS * (body.top - AROUND):g} {width:g} {POINTS * (body.height + 2 * AROUND):g}"


def _without_namespaces(root: Element) -> None:
    """Inside of a page an element of SVG needs no prefix, and a reference is a plain ``href``."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        element.attrib = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        element.tail = None
        element.text = element.text if element.tag == "style" else None


def _without(root: Element, tag: str) -> None:
    for parent in list(root.iter()):
        for child in parent.findall(tag):
            parent.remove(child)


def _style_of_all(root: Element) -> dict[str, str]:
    """The properties that the style element gives to every element, which is then left out."""
    found: dict[str, str] = {}
    for element in root.iter("style"):
        rule = FOR_ALL.fullmatch(element.text or "")
        if rule is None:
            raise ValueError(f"a style for some elements only cannot be told by attributes: {element.text!r}")
        found |= _properties(rule[1])
    _without(root, "style")
    return found


def _properties(style: str) -> dict[str, str]:
    """Each property with its value; ValueError for one that is no presentation attribute."""
    parts = [part.partition(":") for part in style.split(";") if part.strip()]
    found = {name.strip(): value.strip() for name, _, value in parts}
    unknown = sorted(set(found) - PRESENTATION)
    if unknown:
        raise ValueError(f"SVG has no attribute for the style {', '.join(unknown)}")
    return found


def _style_to_attributes(element: Element, for_all: Mapping[str, str]) -> None:
    """A style goes before an attribute. What stands for all elements is not inherited from one that draws nothing."""
    properties = _properties(element.attrib.pop("style", ""))
    drawn = element.tag not in NOT_DRAWN
    element.attrib |= {key: value for key, value in properties.items() if drawn or key not in for_all}


def _shorten(element: Element) -> None:
    """Less to send, the same to see: no room between commands, and a moved copy by its place."""
    if "d" in element.attrib:
        element.set("d", re.sub(r"\s*([MLCQZHVz])\s*", r"\1", element.attrib["d"]).strip())
    moved = MOVED.fullmatch(element.get("transform", ""))
    if element.tag == "use" and moved is not None and not {"x", "y"} & set(element.attrib):
        del element.attrib["transform"]
        element.attrib |= {key: value for key, value in zip("xy", moved.groups(), strict=True) if float(value)}


def _name_anew(root: Element, prefix: str) -> None:
    """Names that something refers to, numbered in their order; ValueError for a reference to nothing."""
    said = [element.attrib["href"].removeprefix("#") for element in root.iter() if "href" in element.attrib]
    said += [name for element in root.iter() for value in element.attrib.values() for name in REFERENCE.findall(value)]
    known = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    if lost := sorted(set(said) - set(known)):
        raise ValueError(f"references to what the drawing does not have: {', '.join(lost)}")
    used = [name for name in known if name in set(said)]
    names = {name: f"{prefix}{number}" for number, name in enumerate(used, start=1)}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        element.attrib |= {"id": names[name]} if name in names else {}
        for key, value in element.attrib.items():
            if key == "href":
                element.set(key, f"#{names[value.removeprefix('#')]}")
            elif "url(" in value:
                element.set(key, REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))


def _say(root: Element, name: str, said: Said) -> None:
    """The finding as the name of the drawing, what is shown and the notes as its description."""
    texts = {"title": said.title, "desc": " ".join((f"{said.subtitle.rstrip('.')}.", *said.notes))}
    for place, (tag, text) in enumerate(texts.items()):
        element = Element(tag, {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)
