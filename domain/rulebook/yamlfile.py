"""Yamlfile: a YAML file read into plain values, with the line on which each of them stands."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from domain.names import nfc
from domain.texts import Text

Place = tuple[str | int, ...]

# Far beyond any standard; an alias that contains itself, or doubles itself many times, is stopped by it.
_DEEPEST = 40
_LARGEST = 50_000

_INTEGER = re.compile(r"[-+]?\d+")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Fault:
    """One mistake: where it stands in the file, and the sentence that names it."""

    line: int
    text: Text


@dataclass(frozen=True)
class Problem:
    """A fault with the name of its file, as people are told of it: `file:line: sentence`."""

    file: str
    line: int
    text: Text

    def in_(self, language: str) -> str:
        return f"{self.file}:{self.line}: {self.text.in_(language)}"

    def __str__(self) -> str:
        return self.in_("vi")


@dataclass
class Reading:
    """What one file says. `lines` gives the line (from 1) of every place in `data`."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of `place`, or of the nearest thing around it that the file does say."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files below a folder in their order, without what editors and other systems leave beside them: `.#school.yaml`
    is a link of Emacs to nowhere, `._school.yaml` what a Mac keeps of a file on a stick."""
    return sorted(file for file in folder.rglob("*.yaml") if not file.name.startswith("."))


def read(path: Path) -> Reading:
    """Read one file. What cannot be read at all is a fault too, never an exception."""
    reading = Reading()
    try:
        text = nfc(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        reading.faults.append(Fault(1, Text(vi="Tệp không phải là UTF-8.", en="The file is not UTF-8.")))
        return reading
    except OSError as error:
        why = error.strerror or str(error)
        reading.faults.append(
            Fault(1, Text(vi=f"Không đọc được tệp: {why}.", en=f"The file cannot be read: {why}."))
        )
        return reading
    try:
        yaml = YAML(typ="safe")
        yaml.Resolver = _AsWritten
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reading.faults.append(
            Fault(
                line,
                Text(vi=f"Không phải YAML đúng: {error.problem}.", en=f"Not valid YAML: {error.problem}."),
            )
        )
        return reading
    except YAMLError as error:
        reading.faults.append(
            Fault(1, Text(vi=f"Không phải YAML đúng: {error}.", en=f"Not valid YAML: {error}."))
        )
        return reading
    try:
        reading.data = _value(node, (), reading) if node is not None else None
    except RecursionError:
        reading.data = None
        reading.faults.append(
            Fault(
                1,
                Text(
                    vi="Tệp lồng quá sâu hoặc quá lớn; một bí danh (*) có lẽ chứa chính nó.",
                    en="The file is nested too deeply or is too large; an alias (*) may contain itself.",
                ),
            )
        )
    return reading


class _AsWritten(VersionedResolver):
    """Leaves open what a text means, which `_scalar` says: to guess it by YAML's own rules takes most of the reading."""

    _TAG = Tag(suffix="tag:yaml.org,2002:str")

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return self._TAG

    def descend_resolver(self, current_node: Any, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def _value(node: Node, place: Place, reading: Reading) -> Any:
    if len(place) > _DEEPEST or len(reading.lines) > _LARGEST:
        raise RecursionError
    reading.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return _mapping(node, place, reading)
    if isinstance(node, SequenceNode):
        return [_value(part, (*place, number), reading) for number, part in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _mapping(node: MappingNode, place: Place, reading: Reading) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in said:
            first = reading.lines[(*place, key)]
            reading.faults.append(
                Fault(
                    line,
                    Text(
                        vi=f"“{key}” đã được viết ở dòng {first}; mỗi tên chỉ được viết một lần.",
                        en=f"“{key}” was already written on line {first}; each name may be written once.",
                    ),
                )
            )
            continue
        # The line of the name, not of the value: a value may begin on the next line.
        reading.lines[(*place, key)] = line
        said[key] = _value(value_node, (*place, key), reading)
    return said


def _scalar(node: ScalarNode) -> Any:
    """Whole numbers, true, false and nothing; all else is text. There are no floats: a share is written 70%.

    Also `yes`, `no`, `on` stay words (YAML 1.1 made them booleans), and dates stay text until a model reads them.
    """
    # The C parser leaves the style of a plain scalar empty.
    if node.style in (None, ""):
        if node.value in _CONSTANTS:
            return _CONSTANTS[node.value]
        if _INTEGER.fullmatch(node.value):
            return int(node.value)
    return node.value
