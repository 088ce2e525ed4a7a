"""Drafts: a standard that is not in the catalogue yet, read from a file as if it stood there."""

import tempfile
from pathlib import Path

from domain.catalogue import Catalogue
from domain.errors import BadInput, NotFound
from domain.rulebook.loading import FOLDER_FILE, Loading
from domain.rulebook.yamlfile import read
from domain.standards import Standard
from domain.texts import Text

# The folder that a draft is read in, beside the jurisdictions of the catalogue; no jurisdiction is called so.
_FOLDER = Path("draft") / "standard"


def draft(catalogue: Catalogue, where: str, season: int) -> Standard:
    """The standard of that path in the catalogue, or in that file. Raises NotFound; BadInput with the first mistake of the
    file and the line where it stands.

    A draft may include and extend what the catalogue has. What its kind shares with others (dates, words) it takes from
    the `standard.yaml` beside it; without one, from that of the standard under which its kind registers in `season`.
    """
    if where in catalogue.standards or not where.endswith((".yaml", ".yml")):
        return catalogue.get(where)
    file = Path(where)
    if not file.is_file():
        raise NotFound("Không có tệp “{file}”.", "There is no file “{file}”.", file=where)
    path = _path_in(catalogue, file)
    if path is not None:
        return catalogue.get(path)
    with tempfile.TemporaryDirectory(prefix="antoan-draft-") as folder:
        root = Path(folder)
        for one in catalogue.root.iterdir():
            if one.is_dir():
                (root / one.name).symlink_to(one.absolute())
        inside = root / _FOLDER
        inside.mkdir(parents=True)
        (inside / f"{file.stem}.yaml").symlink_to(file.absolute())
        shared = _shared(catalogue, file, season)
        if shared is not None:
            (inside / FOLDER_FILE).symlink_to(shared.absolute())
        loading = Loading(root)
        found = loading.standard((_FOLDER / file.stem).as_posix())
        if found is None:
            raise _mistake(loading, file)
        return found


def _path_in(catalogue: Catalogue, file: Path) -> str | None:
    """The path in the catalogue, when the file is one of its own."""
    root = catalogue.root.absolute()
    inside = file.absolute()
    return inside.relative_to(root).with_suffix("").as_posix() if inside.is_relative_to(root) else None


def _shared(catalogue: Catalogue, file: Path, season: int) -> Path | None:
    if (beside := file.absolute().parent / FOLDER_FILE).is_file():
        return beside
    data = read(file).data
    try:
        usual = catalogue.for_kind(str(data.get("applies_to") if isinstance(data, dict) else None), season)
    except NotFound:
        return None
    shared = (catalogue.root / usual.path).parent / FOLDER_FILE
    return shared if shared.is_file() else None


def _mistake(loading: Loading, file: Path) -> BadInput:
    """The first mistake, said of the file that people know."""
    if not loading.problems:
        return BadInput("Không đọc được “{file}”.", "“{file}” cannot be read.", file=str(file))
    problem = min(loading.problems, key=lambda one: (Path(one.file).resolve() != file.resolve(), one.line))
    name = file if Path(problem.file).resolve() == file.resolve() else Path(problem.file).resolve()
    return BadInput(
        "{where}: {problem}", "{where}: {problem}", where=f"{name}:{problem.line}",
        problem=Text(vi=problem.text.vi, en=problem.text.en),
    )  # fmt: skip
