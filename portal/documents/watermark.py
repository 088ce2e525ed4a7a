"""Watermark: THỬ across every page of a Word document, put there after it was filled in, so that no template can forget it."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Header

_SHAPE = """
<w:p {w} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:r><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="{id}" o:spid="_x0000_s{number}" type="#_x0000_t136" alt="{text}" style="position:absolute;margin-left:0;margin-top:0;\
width:400pt;height:160pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#e0c4c4" stroked="f">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt;font-weight:bold" string="{text}"/>
</v:shape></w:pict></w:r></w:p>
"""


def marked(document: Document, text: str) -> None:
    """Put `text` across all pages: into the head of every section, that of first and even pages included."""
    number = 2_049
    for section in document.sections:
        heads: list[_Header] = [section.header, section.first_page_header, section.even_page_header]
        for head in heads:
            shape = _SHAPE.format(
                w=nsdecls("w"), id=f"PowerPlusWaterMarkObject{number}", number=number, text=text
            )
            head._element.append(parse_xml(shape))
            number += 1
