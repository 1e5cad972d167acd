"""The empty presentation of python-pptx without what nobody asked for: its fonts, its 4:3, its
layouts, its printer.
"""

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation as PresentationFile
from pptx.util import Length

from govsvc.documents.slides import measures

#: layouts that are used: of the cover, of all other slides
COVER, TITLE_ONLY = "Title Slide", "Title Only"
_NAMES = {COVER: "封面", TITLE_ONLY: "标题和内容"}


def empty_presentation() -> PresentationFile:
    """A wide presentation with two layouts, whose theme names the fonts."""
    presentation = Presentation()
    old_width = presentation.slide_width or measures.WIDTH
    presentation.slide_width, presentation.slide_height = measures.WIDTH, measures.HEIGHT
    _drop_layouts(presentation)
    master = presentation.slide_master
    for shapes in (master.shapes, *(layout.shapes for layout in presentation.slide_layouts)):
        for shape in shapes:
            shape.left = Length(shape.left * measures.WIDTH // old_width)
            shape.width = Length(shape.width * measures.WIDTH // old_width)
    for kind in (RELATIONSHIP_TYPE.PRINTER_SETTINGS,):
        _drop(presentation.part, kind)
    _drop(presentation.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    _name_fonts(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    return presentation


def _drop_layouts(presentation: PresentationFile) -> None:
    for layout in list(presentation.slide_layouts):
        if layout.name in _NAMES:
            layout.name = _NAMES[layout.name]
        else:
            presentation.slide_layouts.remove(layout)


def _drop(holder: object, kind: str) -> None:
    """Leaves out the parts of that kind."""
    relations = getattr(holder, "_rels")  # noqa: B009
    for key, relation in list(relations.items()):
        if relation.reltype == kind:
            relations.pop(key)


def _name_fonts(part: Part) -> None:
    """Names the fonts of the theme, and its first colour."""
    theme = parse_xml(part.blob)
    theme.set("name", "政务服务")
    for tag, font in (("majorFont", measures.HEADING_FONT), ("minorFont", measures.BODY_FONT)):
        for fonts in theme.iter(qn(f"a:{tag}")):
            for name, face in (("latin", measures.LATIN_FONT), ("ea", font)):
                fonts.find(qn(f"a:{name}")).set("typeface", face)
            for other in fonts.findall(qn("a:font")):
                if other.get("script") == "Hans":
                    other.set("typeface", font)
    for accent in theme.iter(qn("a:accent1")):
        for colour in list(accent):
            accent.remove(colour)
        colour = OxmlElement("a:srgbClr")
        colour.set("val", str(measures.ACCENT))
        accent.append(colour)
    part._blob = serialize_part_xml(theme)
