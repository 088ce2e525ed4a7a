"""Texts: a sentence for people, Vietnamese first, English second."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["vi", "en"]


class Text(BaseModel):
    """One text in both languages of the system; neither may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __str__(self) -> str:
        return self.vi

    def in_(self, language: str) -> str:
        """The text in `language`; Vietnamese when the language is not one of ours."""
        return self.en if language == "en" else self.vi

    def filled(self, **values: Any) -> "Text":
        """Both sentences with `{placeholders}` filled. A value that is itself a Text is filled in its own language."""
        vi = {name: value.vi if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(vi=self.vi.format(**vi), en=self.en.format(**en))
