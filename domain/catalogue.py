"""Catalogue: every standard in the criteria folder, read once and checked; a bad file stops nothing but itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from domain.errors import NotFound, Unready
from domain.rulebook import figures
from domain.rulebook.criteria_files import Seasons
from domain.rulebook.loading import FOLDER_FILE, Loading
from domain.rulebook.mistakes import nearest
from domain.rulebook.yamlfile import Problem, yaml_files
from domain.standards import Standard
from domain.texts import Text
from domain.uncollected import uncollected
from domain.unit_rows import KINDS


@dataclass
class Catalogue:
    """What could be read, and what is wrong with the rest."""

    root: Path
    standards: dict[str, Standard] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _loading: Loading | None = None
    _stamps: "dict[Path, Stamp]" = field(default_factory=dict)
    # What was chosen for a kind and a season: asked for at every registration.
    _chosen: dict[tuple[str, int], tuple[Standard, list[Standard]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def refreshed(self) -> "Catalogue":
        """The catalogue as the files are now; this one where none has changed. Only what changed, and what takes from it,
        is read again. An application keeps the edition that it registered under: `pinned` refuses any other."""
        now = stamps(self.root)
        if now == self._stamps:
            return self
        if self._loading is None:
            return load(self.root)
        changed = {
            file for file in now.keys() | self._stamps.keys() if now.get(file) != self._stamps.get(file)
        }
        with uncollected():
            loading = self._loading.after(changed)
        return Catalogue(self.root, loading.standards, loading.problems, loading, now)

    def get(self, path: str) -> Standard:
        if (standard := self.standards.get(path)) is not None:
            return standard
        files = {str(self.root / f"{path}.yaml"), str((self.root / path).parent / FOLDER_FILE)}
        if (broken := [problem for problem in self.problems if problem.file in files]) != []:
            raise NotFound(
                "Không dùng được bộ tiêu chí “{path}” vì tệp có lỗi: {problem}",
                "Standard “{path}” cannot be used because its file has mistakes: {problem}",
                path=path,
                problem=Text(vi=broken[0].in_("vi"), en=broken[0].in_("en")),
            )
        raise NotFound(
            "Không có bộ tiêu chí “{path}”; {hint}.",
            "There is no standard “{path}”; {hint}.",
            path=path,
            hint=nearest(path, self.standards),
        )

    def pinned(self, path: str, sha256: str) -> Standard:
        """The very edition that an application registered under. Raises Unready when the file was changed since."""
        standard = self.get(path)
        if standard.sha256 != sha256:
            raise Unready(
                "Tệp tiêu chí {path} đã bị sửa sau khi có hồ sơ đăng ký theo nó; hãy khôi phục bản cũ"
                " và đưa nội dung mới vào một tệp mới.",
                "Criteria file {path} was changed after applications registered under it; restore it,"
                " and put what is new into a file of its own.",
                path=path,
            )
        return standard

    def for_kind(self, kind: str, season: int, place: str = "") -> Standard:
        """The edition under which this kind of applicant registers in this season: the latest that has begun; or what
        the place of the unit, by its path, has laid over that edition."""
        if (kind, season) not in self._chosen:
            self._chosen[kind, season] = self._choices(kind, season)
        edition, overlays = self._chosen[kind, season]
        fitting = [one for one in overlays if place.startswith(one.place)]
        return max(fitting, key=lambda one: len(one.chain)) if fitting else edition

    def _choices(self, kind: str, season: int) -> tuple[Standard, list[Standard]]:
        """The edition of a season, and whatever places have laid over it."""
        everything = [one for one in self.standards.values() if one.opens_registration]
        open_ = [one for one in everything if not one.place]
        fitting = [one for one in open_ if one.kind == kind and season in one.seasons]
        if not fitting:
            raise NotFound(
                "Không có bộ tiêu chí nào cho “{kind}” trong năm đánh giá {season}; hiện có cho: {kinds}.",
                "There is no standard for “{kind}” in season {season}; there are some for: {kinds}.",
                kind=_named(kind),
                season=season,
                kinds=_kinds(open_),
            )
        edition = max(fitting, key=lambda one: (one.seasons.first, one.path))
        return edition, [
            one for one in everything if one.place and season in one.seasons and edition in one.chain
        ]

    def in_force(self, kind: str, on: date) -> Standard:
        """The edition whose legal text is in force on a day. Which one judges a case is a matter of its season."""
        for one in self.standards.values():
            text = one.instrument
            if (
                one.kind == kind
                and one.opens_registration
                and not one.place
                and text is not None
                and text.in_force(on)
            ):
                return one
        raise NotFound(
            "Ngày {day} không có văn bản nào về “{kind}” có hiệu lực.",
            "On {day} no text on “{kind}” is in force.",
            day=figures.day(on),
            kind=kind,
        )


# What of a file changes whenever it is written: also where a copy keeps size and time of change, its inode's time does not.
Stamp = tuple[int, int, int, int]


def stamps(root: Path) -> dict[Path, Stamp]:
    """What of every file below a folder tells that it was written."""
    found = {}
    for file in yaml_files(root):
        try:
            told = file.stat()
        except FileNotFoundError:  # somebody is just writing it anew
            continue
        found[file] = (told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino)
    return found


def _named(kind: str) -> Text:
    return KINDS.get(kind, Text(vi=kind, en=kind))


def _kinds(standards: Iterable[Standard]) -> Text:
    """Each kind by its name, with the seasons for which there is an edition."""
    seasons: dict[str, list[Seasons]] = {}
    for one in sorted(standards, key=lambda one: (one.kind, one.seasons.first)):
        seasons.setdefault(one.kind, []).append(one.seasons)
    years = {kind: _years(editions) for kind, editions in seasons.items()}
    if not years:
        return Text(vi="không loại nào", en="none")
    return Text(
        vi=", ".join(f"{_named(kind).vi} ({said})" for kind, said in years.items()),
        en=", ".join(f"{_named(kind).en} ({said})" for kind, said in years.items()),
    )


def _years(editions: Sequence[Seasons]) -> str:
    """From the first edition's first season to the last one's last: editions of a kind leave no gap between them."""
    return f"{editions[0].first}–{editions[-1].until or ''}"


def load(root: Path) -> Catalogue:
    """Read every criteria file under `root`."""
    # Taken before the files are read: one that changes meanwhile is read again the next time.
    now = stamps(root)
    loading = Loading(root)
    with uncollected():
        loading.all()
    return Catalogue(root, loading.standards, loading.problems, loading, now)


_READ: dict[Path, Catalogue] = {}


def current(root: Path) -> Catalogue:
    """What `load` says, read again only where a file has changed since this process asked last."""
    _READ[root] = _READ[root].refreshed() if root in _READ else load(root)
    return _READ[root]
