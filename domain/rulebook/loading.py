"""Loading: one reading of the criteria folder; files are read on demand, because they include each other."""

import hashlib
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import orjson
from pydantic import ValidationError

from domain.rulebook import editions, freezing, wiring, wiring_of_points
from domain.rulebook.criteria_files import Authority, Criterion, FolderFile, Include, StandardFile, Vocabulary
from domain.rulebook.freezing import FROZEN_FILE
from domain.rulebook.mistakes import Shape, nearest, place_of, sentence
from domain.rulebook.overlaying import laid_over
from domain.rulebook.overlays import OverlayFile
from domain.rulebook.periods import KindDeadline, KindPeriod, KindUnstated, Unstated
from domain.rulebook.pooling import per_kind
from domain.rulebook.yamlfile import Fault, Place, Problem, Reading, read, yaml_files
from domain.standards import Standard
from domain.texts import Text

FOLDER_FILE = "standard.yaml"
# Folders of cases beside the standards, read by tests and by the linter, not standards themselves.
NOT_STANDARDS = {"examples"}

# What a file says of its place among the others judges nobody, and is no part of what its hash covers.
NOT_CONTENT = {"process", "edition_of"}

_Shape = TypeVar("_Shape", bound=Shape)
_Row = TypeVar("_Row", KindPeriod | KindUnstated, KindDeadline | KindUnstated)


class Made(NamedTuple):
    """A criterion of a standard: the entry of the file and the text that it was made from, and what its hash covers."""

    entry: Criterion
    cites: str
    criterion: Criterion
    content: dict[str, Any]


class Loading:
    """One reading of the folder. Files are read on demand, because they include each other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.standards: dict[str, Standard] = {}
        self.problems: list[Problem] = []
        self.folders: dict[Path, FolderFile | None] = {}
        self.broken_folders: set[Path] = set()
        self.files: dict[str, tuple[StandardFile | None, Reading]] = {}
        self.readings: dict[Path, Reading] = {}
        self.takes: dict[str, set[str]] = {}
        self.under_way: list[str] = []
        # What the reading before this one made of each entry of a file: what says the same is not made again.
        self.before: Mapping[str, tuple[StandardFile | None, Reading]] = {}
        self.made: dict[int, Made] = {}
        self.made_before: Mapping[int, Made] = {}

    def all(self) -> None:
        root = self.root
        if not root.is_dir():
            self._blame(
                root,
                Fault(1, Text(vi="Không có thư mục tiêu chí này.", en="There is no such criteria folder.")),
            )
        for file in yaml_files(root):
            inside = file.relative_to(root)
            if NOT_STANDARDS & set(inside.parts) or file.name in (FOLDER_FILE, FROZEN_FILE):
                continue
            if len(inside.parts) < 3:
                self._blame(
                    file,
                    Fault(
                        1,
                        Text(
                            vi="Tệp phải nằm trong <nơi áp dụng>/<bộ tiêu chí>/<đối tượng>.yaml.",
                            en="The file belongs in <jurisdiction>/<standard>/<kind>.yaml.",
                        ),
                    ),
                )
                continue
            self.standard(inside.with_suffix("").as_posix())
        self._circles()
        self._frozen()
        for path, text in editions.faults(self.standards.values()):
            reading = self.files[path][1]
            place = next((one for one in (("seasons",), ("in",)) if one in reading.lines), ("applies_to",))
            self._blame(root / f"{path}.yaml", Fault(reading.line(place), text))
        self.problems.sort(key=lambda problem: (problem.file, problem.line))

    def _circles(self) -> None:
        """Refuse standards of which each waits for another: by what they include, extend, or by the titles they ask for."""
        for circle in editions.circles(self.standards, self.takes):
            text = Text(
                vi="Các bộ tiêu chí chờ nhau thành vòng: {circle}.",
                en="These standards wait for each other: {circle}.",
            ).filled(circle=" → ".join(circle))
            first = self.files[circle[0]][1]
            self._blame(self.root / f"{circle[0]}.yaml", Fault(first.line(("criteria",)), text))
            for path in set(circle):
                self.standards.pop(path, None)

    def _frozen(self) -> None:
        """Refuse every edition in use whose content is not what it was when it was frozen."""
        for file in sorted(self.root.rglob(FROZEN_FILE)):
            found = freezing.locks(file.parent)
            for fault in found.faults:
                self._blame(file, fault)
            for name, lock in found.frozen.items():
                path = (file.parent.relative_to(self.root) / name).as_posix()
                if not (file.parent / f"{name}.yaml").exists():
                    self._blame(file, Fault(found.lines[name], freezing.gone(path)))
                elif path in self.standards and self.standards[path].sha256 != lock.sha256:
                    self._blame(self.root / f"{path}.yaml", Fault(1, freezing.changed(path, lock)))
                    del self.standards[path]

    def after(self, changed: Set[Path]) -> "Loading":
        """The same folder read again after these files changed: what neither changed nor takes from what did is kept."""
        again = Loading(self.root)
        again.before, again.made_before = self.files, self.made
        again.readings = {file: reading for file, reading in self.readings.items() if file not in changed}
        for folder, found in self.folders.items():
            if found is not None and folder / FOLDER_FILE not in changed:
                again.folders[folder] = found
        for path, standard in self.standards.items():
            if not self._touched(path, changed):
                again.standards[path], again.files[path] = standard, self.files[path]
                again.takes[path] = self.takes.get(path, set())
        again.all()
        return again

    def _touched(self, path: str, changed: Set[Path]) -> bool:
        file = self.root / f"{path}.yaml"
        return (
            path not in self.standards
            or not changed.isdisjoint((file, file.parent / FOLDER_FILE))
            or any(self._touched(other, changed) for other in self.takes.get(path, ()))
        )

    def standard(self, path: str) -> Standard | None:
        """The standard of that path; None when its file is missing or has mistakes."""
        if self.under_way:
            self.takes.setdefault(self.under_way[-1], set()).add(path)
        if path in self.files:
            return self.standards.get(path)
        file = self.root / f"{path}.yaml"
        reading = self._read(file)
        if isinstance(reading.data, dict) and "extends" in reading.data:
            return self._overlay(path, file)
        parsed, reading = self._parsed(file, StandardFile)
        self.files[path] = (parsed, reading)
        folder = self._folder(file.parent)
        if parsed is None or file.parent in self.broken_folders:
            return None
        self.under_way.append(path)
        made = self._assembled(path, file, parsed, folder, reading)
        self.under_way.pop()
        if made is not None:
            self.standards[path] = made
        return made

    def _assembled(
        self, path: str, file: Path, parsed: StandardFile, folder: FolderFile | None, reading: Reading
    ) -> Standard | None:
        words = _together(folder, parsed)
        found = list(wiring.faults(parsed, words))
        seasons = parsed.seasons or (folder.seasons if folder else None)
        registration = parsed.registration or (folder.windows.registration if folder else None)
        window = parsed.window or _of_kind(folder.windows.evaluation if folder else (), parsed.applies_to)
        closing = parsed.deadline or _of_kind(folder.deadlines if folder else (), parsed.applies_to)
        for name, value in {
            "seasons": seasons,
            "registration": registration,
            "window": window,
            "deadline": closing,
        }.items():
            if value is None:
                found.append(
                    (
                        ("applies_to",),
                        Text(
                            vi=f"Thiếu “{name}” cho “{parsed.applies_to}”: viết ở đây hoặc trong {FOLDER_FILE}.",
                            en=f"“{name}” is missing for “{parsed.applies_to}”: write it here or in {FOLDER_FILE}.",
                        ),
                    )
                )
        criteria: list[Criterion] = []
        places: list[Place] = []
        for number, entry in enumerate(parsed.criteria):
            if isinstance(entry, Include):
                taken, words, fault = self._included(entry, parsed, words)
                if fault is None and (twice := {one.code for one in taken} & {one.code for one in criteria}):
                    code = sorted(twice)[0]
                    fault = Text(vi=f"Mã “{code}” đã được dùng.", en=f"“{code}” is already used.")
                if fault is not None:
                    found.append((("criteria", number, "include"), fault))
                criteria += taken
            else:
                criteria.append(self._made(entry, parsed.cites).criterion)
            places += [("criteria", number)] * (len(criteria) - len(places))
        if not found:
            # After an include that failed every code of it would be blamed again.
            found += wiring_of_points.faults(
                parsed, list(zip(places, criteria, strict=True)), seasons.first if seasons else 0
            )
        if seasons is not None:
            found += wiring.faults_of_dates(parsed.criteria, seasons)
        days = {"registration": registration, "window": window}
        unstated = {name for name, one in days.items() if isinstance(one, Unstated)}
        found += wiring.uses_of_unknown_days(parsed.criteria, criteria, unstated)
        for place, text in found:
            self._blame(file, Fault(reading.line(place), text))
        if found or seasons is None or registration is None or window is None or closing is None:
            return None
        unverified = (*(folder.unverified if folder else ()), *parsed.unverified)
        said = parsed.authority or (folder.authority if folder else ())
        if isinstance(said, Unstated):
            authority: tuple[Authority, ...] = ()
            unverified = (*unverified, said.not_known)
        else:
            authority = tuple(one for one in said if parsed.applies_to in one.kinds or parsed.authority)
        contents = {id(one.criterion): one.content for one in self.made.values()}
        content = {
            "file": parsed.model_dump(mode="json", by_alias=True, exclude={"criteria", *NOT_CONTENT}),
            "criteria": [contents.get(id(one)) or one.content for one in criteria],
            "words": words.model_dump(mode="json", by_alias=True),
            "seasons": seasons.model_dump(mode="json", by_alias=True),
            "periods": [
                one.model_dump(mode="json", by_alias=True) for one in (registration, window, closing)
            ],
            "authority": [one.model_dump(mode="json", by_alias=True) for one in authority],
            "folder": folder.model_dump(mode="json", include={"title", "instrument", "unverified"})
            if folder
            else None,
        }
        return Standard(
            path=path,
            sha256=hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest(),
            kind=parsed.applies_to,
            title=parsed.title,
            cites=parsed.cites,
            criteria=tuple(criteria),
            seasons=seasons,
            registration=registration,
            window=window,
            closing=closing,
            words=words,
            recognised_when=parsed.recognised_when,
            groups=parsed.groups,
            grades=parsed.grades,
            not_applicable_rows=parsed.not_applicable_rows,
            line=parsed.edition_of or (folder and folder.edition_of) or path.rpartition("/")[0],
            opens_registration=(parsed.process or (folder and folder.process)) != "none",
            attributes=parsed.unit,
            exclusions=parsed.not_eligible_when,
            instrument=folder.instrument if folder else None,
            authority=authority,
            unverified=unverified,
        )

    def _made(self, entry: Criterion, cites: str) -> "Made":
        """An entry as the standard has it, whose citation names the text; what the reading before made of it, where that
        was the same entry of the same text."""
        known = self.made_before.get(id(entry))
        if known is None or known.entry is not entry or known.cites != cites:
            plain = entry.mapped(per_kind) if entry.pool == "per-kind" else entry
            whole = plain.mapped(lambda own: own.model_copy(update={"cites": f"{cites}, {own.cites}"}))
            known = Made(entry, cites, whole, whole.content)
        self.made[id(entry)] = known
        return known

    def _overlay(self, path: str, file: Path) -> Standard | None:
        """A place's own file, laid over the standard that it extends."""
        parsed, reading = self._parsed(file, OverlayFile)
        self.files[path] = (None, reading)
        if parsed is None:
            return None
        if parsed.extends in self.under_way or parsed.extends == path:
            circle = " → ".join([*self.under_way, path, parsed.extends])
            text = Text(vi=f"Các tệp mở rộng vòng: {circle}.", en=f"The files extend each other: {circle}.")
            self._blame(file, Fault(reading.line(("extends",)), text))
            return None
        self.under_way.append(path)
        base = self.standard(parsed.extends)
        self.under_way.pop()
        if base is None:
            text = Text(
                vi=f"Không mở rộng được “{parsed.extends}”: tệp không có hoặc có lỗi.",
                en=f"“{parsed.extends}” cannot be extended: the file is missing or has mistakes.",
            )
            self._blame(file, Fault(reading.line(("extends",)), text))
            return None
        made, found = laid_over(path, parsed, base)
        for place, text in found:
            self._blame(file, Fault(reading.line(place), text))
        if found:
            return None
        self.standards[path] = made
        return made

    def _included(
        self, entry: Include, parsed: StandardFile, words: Vocabulary
    ) -> tuple[list[Criterion], Vocabulary, Text | None]:
        if entry.include in self.under_way:
            circle = " → ".join([*self.under_way[self.under_way.index(entry.include) :], entry.include])
            return (
                [],
                words,
                Text(vi=f"Các tệp dẫn vòng: {circle}.", en=f"The files include each other: {circle}."),
            )
        source = self.standard(entry.include)
        if source is None:
            return (
                [],
                words,
                Text(
                    vi=f"Không dẫn được “{entry.include}”: tệp không có hoặc có lỗi.",
                    en=f"“{entry.include}” cannot be included: the file is missing or has mistakes.",
                ),
            )
        taken = [one for one in source.criteria if entry.takes(one.code)]
        for wanted in entry.criteria:
            if not any(entry.model_copy(update={"criteria": (wanted,)}).takes(one.code) for one in taken):
                hint = nearest(wanted, source.codes)
                return (
                    [],
                    words,
                    Text(
                        vi=f"“{entry.include}” không có tiêu chí “{wanted}”; {hint.vi}.",
                        en=f"“{entry.include}” has no criterion “{wanted}”; {hint.en}.",
                    ),
                )
        for one in taken:
            if any(ref.startswith("unit.") and ref[5:] not in parsed.unit for ref in one.refs):
                return (
                    [],
                    words,
                    Text(
                        vi=f"Tiêu chí {one.code} dùng thuộc tính đơn vị mà tệp này chưa khai báo.",
                        en=f"Criterion {one.code} reads an attribute of the unit that this file does not declare.",
                    ),
                )
        if entry.code is None:
            return taken, _together(source.words, words), None
        renamed = [
            one.mapped(
                lambda own: own.model_copy(
                    update={
                        "code": f"{entry.code}:{own.code}",
                        "cites": f"{parsed.cites}, {entry.cites}; {own.cites}",
                        "unverified": (*entry.unverified, *own.unverified),
                    }
                )
            )
            for one in taken
        ]
        return renamed, _together(source.words, words), None

    def _folder(self, folder: Path) -> FolderFile | None:
        if folder not in self.folders:
            file = folder / FOLDER_FILE
            self.folders[folder] = self._parsed(file, FolderFile)[0] if file.exists() else None
            if file.exists() and self.folders[folder] is None:
                self.broken_folders.add(folder)
        return self.folders[folder]

    def _read(self, file: Path) -> Reading:
        if file not in self.readings:
            self.readings[file] = read(file) if file.exists() else Reading()
        return self.readings[file]

    def _parsed(self, file: Path, shape: type[_Shape]) -> tuple[_Shape | None, Reading]:
        reading = self._read(file)
        for fault in reading.faults:
            self._blame(file, fault)
        if reading.faults or not file.exists():
            return None, reading
        try:
            return shape.model_validate(self._with_known_entries(file, reading.data)), reading
        except ValidationError as mistakes:
            errors = mistakes.errors(include_url=False)
            places = [place_of(error) for error in errors]
            for error, place in zip(errors, places, strict=True):
                # A list whose parts are wrong is reported as too short besides; the parts say enough.
                inside = any(other != place and other[: len(place)] == place for other in places)
                if not (error["type"] == "too_short" and inside):
                    self._blame(file, Fault(reading.line(place), sentence(error)))
            return None, reading

    def _with_known_entries(self, file: Path, data: Any) -> Any:
        """The data of a file; where an entry says what it said before, what that was understood to be."""
        path = file.relative_to(self.root).with_suffix("").as_posix()
        parsed, reading = self.before.get(path, (None, None))
        if (
            parsed is None
            or reading is None
            or not isinstance(data, dict)
            or not isinstance(data.get("criteria"), list)
        ):
            return data
        known = list(zip(reading.data["criteria"], parsed.criteria, strict=True))
        entries = [
            known[number][1] if number < len(known) and _same(known[number][0], entry) else entry
            for number, entry in enumerate(data["criteria"])
        ]
        return {**data, "criteria": entries}

    def _blame(self, file: Path, fault: Fault) -> None:
        self.problems.append(Problem(str(file), fault.line, fault.text))


def _same(one: Any, other: Any) -> bool:
    """Whether two entries say the same; to Python True equals 1 as well."""
    try:
        return one == other and orjson.dumps(one) == orjson.dumps(other)
    except TypeError:
        return False  # a number beyond 64 bits: read again


def _of_kind(rows: tuple[_Row, ...], kind: str) -> _Row | None:
    return next((row for row in rows if kind in row.kinds), None)


def _together(first: Vocabulary | None, second: Vocabulary) -> Vocabulary:
    """Both vocabularies; where both explain a word, the second counts."""
    if first is None:
        return Vocabulary(**{name: getattr(second, name) for name in Vocabulary.model_fields})
    return Vocabulary(
        **{name: {**getattr(first, name), **getattr(second, name)} for name in Vocabulary.model_fields}
    )
