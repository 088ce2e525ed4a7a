"""Figures: numbers, shares and days in each language's form: 1.234 and 99,6 %, 1,234 and 99.6%."""

from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from domain.texts import Text


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


@lru_cache(maxsize=4096)
def number(value: int) -> Text:
    """A whole number: 1.234.567 / 1,234,567."""
    return Text(vi=_decimal(Decimal(value), "vi"), en=_decimal(Decimal(value), "en"))


@lru_cache(maxsize=4096)
def share(part: int, whole: int) -> Text:
    """A part of a whole, cut off (never rounded up) after one decimal, so that 69,99 % never reads as 70 %."""
    return _percent(Decimal(part * 1000 // whole) / 10)


def threshold(over: int, of: int) -> Text:
    """A share that the law asks for, in full up to four decimals."""
    return _percent(Decimal(over * 100) / Decimal(of))


def _percent(value: Decimal) -> Text:
    # Vietnamese official texts leave a space before the sign.
    return Text(vi=f"{_decimal(value, 'vi')} %", en=f"{_decimal(value, 'en')}%")


@lru_cache(maxsize=4096)
def day(value: str | date) -> Text:
    """A day: 31/10/2024 / 31 Oct 2024. CLDR's short Vietnamese form has two digits for the year, so our own pattern."""
    moment = value if isinstance(value, date) else date.fromisoformat(value)
    return Text(
        vi=format_date(moment, "dd/MM/yyyy", locale=_locale("vi")),
        en=format_date(moment, "d MMM yyyy", locale=_locale("en")),
    )


def decree_day(on: date) -> tuple[str, str, str]:
    """Day, month and year as Decree 30/2020/NĐ-CP writes them: a nought before days below 10 and before January and February."""
    return f"{on.day:02d}", f"{on.month:02d}" if on.month < 3 else str(on.month), str(on.year)


def long_day(value: str | date) -> Text:
    """A day in words, as it stands on a document: ngày 05 tháng 3 năm 2026, 5 March 2026."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return Text(vi="ngày {} tháng {} năm {}".format(*decree_day(on)), en=f"{on.day} {on:%B %Y}")


def hour(value: str) -> Text:
    """An hour of a day, 08:30: 8 giờ 30, 8:30 a.m."""
    at = time.fromisoformat(value)
    minutes = f" {at:%M}" if at.minute else ""
    return Text(
        vi=f"{at.hour} giờ{minutes}", en=f"{at.hour % 12 or 12}:{at:%M} {'p.m.' if at.hour >= 12 else 'a.m.'}"
    )


def days(first: str | date, last: str | date) -> Text:
    """Two days and all between."""
    start, end = day(first), day(last)
    return Text(vi=f"{start.vi}–{end.vi}", en=f"{start.en} – {end.en}")


def _decimal(value: Decimal, language: str) -> str:
    return format_decimal(value, format="#,##0.####", locale=_locale(language))
