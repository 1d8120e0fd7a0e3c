"""Finishes the fields that WeasyPrint writes: a whole font to type with, tab order, a label for every choice.

WeasyPrint embeds only the letters a page shows, too few for what people type; so the fields get Fira Sans as a simple
font with all German letters.
"""

import io
from functools import lru_cache

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from netzwerk.pdf import static_path

FONT_FILE = "fonts/fira-sans-latin-400-normal.woff2"
FONT_NAME = Name("/Fira")
FIRST, LAST = 32, 255
APPEARANCE = String("/Fira 10 Tf 0 g")
NONSYMBOLIC = 1 << 5


def finish_fields(content, labels):
    """`content` (a PDF with form fields) ready to be filled; the same bytes for the same input.

    `labels` has a text for every field: what a screen reader says and a pointer shows.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.AcroForm
        form.DR = Dictionary(Font=Dictionary(Fira=_font(pdf)))
        form.DA = APPEARANCE
        form.NeedAppearances = True
        form.Fields = Array([field for field in form.Fields if "/Parent" not in field])
        for field in form.Fields:
            _finish(field, labels[str(field.T)])
        for page in pdf.pages:
            page.obj.Tabs = Name.S  # in the order of the tagged structure
        pdf.Root.ViewerPreferences.DisplayDocTitle = True
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _finish(field, label):
    """A field's font and tooltip; the choices of one question are no fields of their own."""
    field.TU = String(label)
    if field.get("/FT") == Name.Tx:
        field.DA = APPEARANCE
    for choice in field.get("/Kids", []):
        choice.TU = String(f"{label}: {choice.TU}")
        del choice["/T"]


@lru_cache
def _truetype():
    """The font as TrueType bytes, and it opened."""
    font = TTFont(static_path(FONT_FILE))
    font.flavor = None
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), font


def _font(pdf):
    data, font = _truetype()
    scale = 1000 / font["head"].unitsPerEm
    letters, widths = font.getBestCmap(), font["hmtx"]
    codes = [bytes([code]).decode("cp1252", "replace") for code in range(FIRST, LAST + 1)]
    advance = [round(widths[letters[ord(sign)]][0] * scale) if ord(sign) in letters else 0 for sign in codes]
    head, os2 = font["head"], font["OS/2"]
    stream = pdf.make_stream(data)
    stream.Length1 = len(data)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/FiraSans-Regular"),
        Flags=NONSYMBOLIC,
        FontBBox=Array([round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        ItalicAngle=0,
        Ascent=round(os2.sTypoAscender * scale),
        Descent=round(os2.sTypoDescender * scale),
        CapHeight=round(os2.sCapHeight * scale),
        StemV=80,
        FontFile2=stream,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/FiraSans-Regular"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array(advance),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
