"""Makes the two fonts that a report carries from the web fonts of the interface.

Run it again only when @fontsource-variable changes; the result is committed:

    python3 -m venv ~/fonts-venv && ~/fonts-venv/bin/pip install fonttools==4.68.0 brotli==1.2.1
    (cd ui && npm ci)
    ~/fonts-venv/bin/python crates/cleave-report/fonts/make.py

Latin only, since each report carries them: other letters are drawn by what the reader has. Variable in the weights that
a report uses (400 to 600), without hinting.
"""

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "ui" / "node_modules" / "@fontsource-variable"

for family, features in [("inter", ["calt", "case", "cv11", "ss03", "tnum", "kern", "mark", "mkmk", "ccmp"]), ("jetbrains-mono", ["mark", "mkmk", "ccmp"])]:
    # The same bytes whenever it is run.
    font = TTFont(FONTS / family / "files" / f"{family}-latin-wght-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    font = instancer.instantiateVariableFont(font, {"wght": (400, 400, 600)}, inplace=True)
    buffer = BytesIO()
    font.save(buffer)
    buffer.seek(0)
    font = TTFont(buffer, recalcTimestamp=False)
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x2030, 0x2039, 0x203A, 0x20AC, 0x2212])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(HERE / f"{family}.woff2", reorderTables=True)
