"""Refresh assets: fetches what the portal serves from npm, trims it, and writes it with its licences to portal/static.

Run by a maintainer (it needs npm); what it writes is committed, so that nobody else needs Node.

    python tools/refresh_assets.py
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "portal" / "static" / "vendor"
FONTS = ROOT / "portal" / "documents" / "fonts"
TESTS = ROOT / "tests" / "portal" / "web" / "vendor"

# Package and version; what of it goes where.
PACKAGES: dict[str, dict[str, Path]] = {
    "govuk-frontend@6.6.0": {
        "dist/govuk/govuk-frontend.min.css": STATIC / "govuk-frontend.min.css",
    },
    "htmx.org@2.0.11": {
        "dist/htmx.min.js": STATIC / "htmx.min.js",
        "LICENSE": STATIC / "htmx.LICENSE",
    },
    "idb@8.0.4": {"build/umd.js": STATIC / "idb.min.js", "LICENSE": STATIC / "idb.LICENSE"},
    "@expo-google-fonts/tinos@0.4.2": {
        f"{face}/Tinos_{face}.ttf": FONTS / f"Tinos_{face}.ttf"
        for face in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
    }
    | {"LICENSE_FONT": FONTS / "Tinos.LICENSE"},
    "axe-core@4.14.1": {"axe.min.js": TESTS / "axe.min.js", "LICENSE": TESTS / "axe.LICENSE"},
}
# Packages that come as modules: bundled to one script that old phones run too, under a name of its own.
BUNDLES = {"cborg@4.5.8": ("cborg", "decode, encode", STATIC / "cborg.min.js")}
# The fonts of phones and computers have every Vietnamese letter; a web font would be half of the first page's weight.
FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"


def main() -> None:
    for package, files in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(
                ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
            ).stdout.strip()
            subprocess.run(["tar", "xzf", packed, "--strip-components=1"], cwd=folder, check=True)
            for source, target in files.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(folder) / source, target)
    for package, (name, exports, target) in BUNDLES.items():
        _bundle(package, name, exports, target)
    _trim(STATIC / "govuk-frontend.min.css")
    for script in STATIC.glob("*.js"):
        text = re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", script.read_text())
        script.write_text(text)


def _bundle(package: str, name: str, exports: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.js").write_text(f'export {{ {exports} }} from "{name}";\n')
        for command in (
            ["npm", "install", "--silent", "--no-save", package, "esbuild@0.28.2"],
            ["npx", "esbuild", "in.js", "--bundle", "--minify", "--format=iife", f"--global-name={name}", "--target=es2018", f"--outfile={target}"],
        ):  # fmt: skip
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
        shutil.copy(Path(folder) / "node_modules" / name / "LICENSE", target.with_name(f"{name}.LICENSE"))


def _trim(sheet: Path) -> None:
    """Neither the font of GOV.UK, which is licensed to nobody else, nor anything that looks for its files."""
    css = re.sub(r"@font-face\{[^}]*\}", "", sheet.read_text())
    css = css.replace("GDS Transport,arial,sans-serif", FONT)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    if "GDS Transport" in css or "/assets/" in css:
        css = re.sub(r"url\([^)]*/assets/[^)]*\)", "none", css)
    assert "GDS Transport" not in css
    sheet.write_text(css)


if __name__ == "__main__":
    main()
