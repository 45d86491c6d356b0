"""Makes the TTF fonts of exported pictures from the web fonts of the interface.

Run it again only when @fontsource-variable changes; the result is committed:

    python3 -m venv ~/fonts-venv && ~/fonts-venv/bin/pip install fonttools==4.68.0 brotli==1.2.1
    (cd ui && npm ci)
    ~/fonts-venv/bin/python crates/cleave-picture/fonts/make.py

Each file stays variable in its weight, narrowed to the weights that are drawn (400 to 600), and covers one script as
the web fonts do: Latin, Greek, Cyrillic and Vietnamese. Hinting goes, since pictures are made at any scale.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "ui" / "node_modules" / "@fontsource-variable"
SCRIPTS = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"]

for family in ["inter", "jetbrains-mono"]:
    for script in SCRIPTS:
        source = FONTS / family / "files" / f"{family}-{script}-wght-normal.woff2"
        if not source.exists():
            continue
        # The same bytes whenever it is run.
        font = TTFont(source, recalcTimestamp=False)
        font.flavor = None
        font = instancer.instantiateVariableFont(font, {"wght": (400, 400, 600)}, inplace=True)
        for table in ["prep", "gasp", "MVAR"]:
            if table in font:
                del font[table]
        font.save(HERE / f"{family}-{script}.ttf")
    licence = (FONTS / family / "LICENSE").read_text()
    (HERE / f"{family}-OFL.txt").write_text(licence)
