"""The month calendar: what it shows of the days, in a window of any size."""

from datetime import date, timedelta

import pytest
from rich.style import Style

from firmly_tui.models import Money
from firmly_tui.tui.widgets.month_calendar import GAP, HEAD, TALL, WIDTH
from firmly_tui.tui.widgets.month_days import CalendarDay
from tests.hostile import EVIL, INVISIBLE, MARKUP
from tests.tui.month_eyes import JUNE, THREE_MONTHS, TODAY, TWO_MONTHS, looking_at


async def test_a_month_shows_open_days_as_numbers_and_the_others_as_dots() -> None:
    async with looking_at(chosen=date(2026, 6, 12)) as eyes:
        assert eyes.lines == [
            "▌     June 2026",
            " Mo Tu We Th Fr Sa Su",
            "  ·  ·  ·  ·  ·  ·  ·",
            "( 8) · 10 11[12] ·  ·",
            " 15 16  ·  ·  ·  ·  ·",
            "  ·  ·  ·  ·  ·  ·  ·",
            "  ·  ·",
            "",
            " 6 open days",
            " ( ) today  [ ] chosen",
            "✓ Fri, Jun 12",
            "  Open",
        ]


async def test_the_week_begins_on_the_day_that_is_wanted() -> None:
    async with looking_at(week_start=6) as eyes:
        assert eyes.lines[1:4] == [
            " Su Mo Tu We Th Fr Sa",
            "     ·  ·  ·  ·  ·  ·",
            "  ·( 8) · 10 11 12  ·",
        ]


async def test_today_and_the_chosen_day_have_signs_of_their_own_and_together() -> None:
    async with looking_at(chosen=TODAY) as eyes:
        assert eyes.lines[3].startswith("[ 8) · 10")
        assert eyes.words == "✓ Mon, Jun 8 · today Open"
        eyes.calendar.chosen = date(2026, 6, 10)
        await eyes.pilot.pause()
        assert eyes.lines[3].startswith("( 8) ·[10]11")
        eyes.calendar.chosen = None
        await eyes.pilot.pause()
        assert eyes.lines[3].startswith("( 8) · 10 11")


async def test_today_is_underlined_and_the_chosen_day_is_in_another_color() -> None:
    async with looking_at(chosen=date(2026, 6, 12)) as eyes:
        await eyes.press("tab")
        drawn = [part.style or Style() for part in eyes.parts[HEAD + 1] for _ in part.text]
        styles = {eyes.lines[HEAD + 1][x : x + 2]: style for x, style in enumerate(drawn)}
        assert styles["8)"].underline
        assert not styles["10"].underline
        assert styles["12"].color != styles["11"].color


async def test_today_is_shown_also_where_it_is_closed() -> None:
    async with looking_at(today=date(2026, 6, 9)) as eyes:
        assert eyes.lines[3].startswith("  8( 9)10 11 12")


async def test_an_open_day_is_chosen_and_a_closed_one_says_why_not() -> None:
    days = [*JUNE, CalendarDay(date(2026, 6, 9), closed="No truck that day")]
    async with looking_at(days) as eyes:
        await eyes.press("right")
        assert eyes.words == "Tue, Jun 9 No truck that day"
        await eyes.press("enter")
        assert eyes.words == "Tue, Jun 9 ! No truck that day"
        assert eyes.host.chosen == []
        await eyes.press("right")
        assert "!" not in eyes.words
        await eyes.press("enter")
        assert eyes.host.chosen == [date(2026, 6, 10)]
        assert eyes.lines[3].startswith("( 8) ·[10]11")
        await eyes.press("right", "space")
        assert eyes.calendar.chosen == date(2026, 6, 11)
        assert eyes.lines[3].startswith("( 8) · 10[11]12")


async def test_price_and_places_left_are_told_of_the_day_under_the_cursor() -> None:
    days = [
        CalendarDay(date(2026, 6, 8), Money.of(1500, "USD"), "2 of 8 left"),
        CalendarDay(date(2026, 6, 9), Money.of(0, "USD")),
    ]
    async with looking_at(days) as eyes:
        assert eyes.lines[TALL:] == ["  Mon, Jun 8 · today", "  $15.00 · 2 of 8 left"]
        await eyes.press("right")
        assert eyes.words == "Tue, Jun 9 Free"
        await eyes.pilot.resize_terminal(THREE_MONTHS, 24)
        await eyes.press("left")
        assert eyes.lines[TALL:] == ["  Monday, June 8 · today · $15.00 · 2 of 8 left"]


async def test_the_longest_words_of_its_own_fit_the_narrowest_calendar() -> None:
    days = [CalendarDay(date(2026, 9, 30))]
    async with looking_at(days, today=date(2026, 9, 23), chosen=date(2026, 9, 23)) as eyes:
        assert eyes.calendar.cursor == date(2026, 9, 23)
        assert await eyes.press("enter") == date(2026, 9, 23)
        assert eyes.lines[TALL:] == ["✓ Wed, Sep 23 · today", "! First open: Sep 30"]


async def test_a_month_without_open_days_is_seen_and_says_so() -> None:
    async with looking_at([*JUNE, CalendarDay(date(2026, 8, 3))]) as eyes:
        assert await eyes.press("pagedown") == date(2026, 7, 8)
        assert eyes.lines[8] == " no open days"
        assert eyes.words == "Wed, Jul 8 Nothing on this day"
        await eyes.press("pagedown")
        assert eyes.lines[8] == " 1 open day"


async def test_without_days_today_is_shown_and_nothing_can_be_chosen() -> None:
    async with looking_at([]) as eyes:
        assert eyes.calendar.cursor == TODAY
        await eyes.press("right", "enter", "pagedown", "pageup")
        assert eyes.host.chosen == []
        assert eyes.words == "Tue, Jun 9 ! No day is open"


async def test_the_only_day_is_where_the_cursor_begins() -> None:
    only = CalendarDay(date(2026, 11, 30))
    async with looking_at([only]) as eyes:
        await eyes.press("enter")
        assert eyes.host.chosen == [only.date]
        assert eyes.lines[7] == "[30]"


async def test_months_stand_side_by_side_where_there_is_room() -> None:
    days = [*JUNE, CalendarDay(date(2026, 8, 3))]
    async with looking_at(days, width=THREE_MONTHS) as eyes:
        names = ["June 2026", "July 2026", "August 2026"]
        assert [name for name in names if name in eyes.lines[0]] == names
        assert " ".join(eyes.lines[8].split()) == "6 open days no open days 1 open day"
        assert await eyes.click(2 * (WIDTH + GAP) + 2, HEAD + 1) == date(2026, 8, 3)
        assert eyes.host.chosen == [date(2026, 8, 3)]
        assert eyes.lines[HEAD + 1].endswith("[ 3] ·  ·  ·  ·  ·  ·")


@pytest.mark.parametrize("width", [10, WIDTH, TWO_MONTHS - 1, TWO_MONTHS, 65, THREE_MONTHS, 200])
async def test_the_cursor_stays_in_sight_in_a_window_of_another_size(width: int) -> None:
    async with looking_at([], width=60, last=date(2027, 6, 1)) as eyes:
        await eyes.press("pagedown", "pagedown", "pagedown")
        await eyes.pilot.resize_terminal(width, 24)
        await eyes.pilot.pause()
        assert "▌" in eyes.lines[0]
        assert ("September" if width >= WIDTH else "Se") in eyes.lines[0]
        assert max(map(len, eyes.lines)) <= width
        assert len(eyes.lines) == TALL + (1 if width > 65 else 2)
        assert await eyes.press("right") == date(2026, 9, 9)


async def test_the_cursor_stays_on_its_day_when_the_days_change() -> None:
    async with looking_at() as eyes:
        await eyes.press("right", "right")
        eyes.host.went.clear()
        eyes.calendar.show([CalendarDay(date(2026, 7, 1))], today=TODAY, chosen=date(2026, 7, 1))
        await eyes.pilot.pause()
        assert eyes.calendar.cursor == date(2026, 6, 10)
        assert eyes.lines[3].startswith("( 8) · 10  ·")
        assert eyes.host.went == [date(2026, 6, 10)]
        eyes.calendar.show(JUNE, today=date(2026, 6, 9), chosen=date(2026, 7, 1))
        await eyes.pilot.pause()
        assert eyes.lines[3].startswith("  8( 9)10 11 12")
        eyes.calendar.show([CalendarDay(date(2027, 7, 1))], today=date(2027, 7, 1))
        await eyes.pilot.pause()
        assert eyes.calendar.cursor == date(2027, 7, 1)
        assert eyes.lines[HEAD].split() == ["(", "1)", "·", "·", "·"]


async def test_beside_the_chosen_day_today_keeps_the_sign_on_its_other_side() -> None:
    async with looking_at(chosen=date(2026, 6, 9)) as eyes:
        assert eyes.lines[3].startswith("( 8[ 9]10")
        eyes.calendar.show(JUNE, today=date(2026, 6, 10), chosen=date(2026, 6, 9))
        await eyes.pilot.pause()
        assert eyes.lines[3].startswith("  8[ 9]10)")


async def test_the_focus_is_seen_by_a_sign_and_by_the_cursor() -> None:
    async with looking_at(chosen=TODAY) as eyes:
        focused = eyes.background("8")
        assert eyes.lines[0].startswith("▌")
        assert focused != eyes.background("10")
        await eyes.press("tab")
        assert not eyes.lines[0].startswith("▌")
        assert eyes.background("8") not in (focused, eyes.background("10"))
        assert eyes.lines[3].startswith("[ 8)")


async def test_without_colors_the_signs_and_the_cursor_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with looking_at(chosen=date(2026, 6, 12)) as eyes:
        assert eyes.lines[3].startswith("( 8) · 10 11[12]")
        assert eyes.background("12") != eyes.background("11")


async def test_a_theme_is_followed_at_once() -> None:
    async with looking_at() as eyes:
        before = eyes.background("10")
        eyes.host.theme = "textual-light"
        await eyes.pilot.pause()
        assert eyes.background("10") != before


async def test_a_key_draws_the_weeks_that_changed_and_the_words() -> None:
    async with looking_at(width=THREE_MONTHS, last=date(2027, 6, 1)) as eyes:
        eyes.calendar.asked.clear()
        await eyes.press("right")
        assert eyes.calendar.asked == {HEAD + 1, TALL}
        eyes.calendar.asked.clear()
        await eyes.press("down")
        assert eyes.calendar.asked == {HEAD + 1, HEAD + 2, TALL}


@pytest.mark.parametrize("evil", EVIL)
async def test_words_of_a_server_are_shown_as_they_are(evil: str) -> None:
    days = [CalendarDay(TODAY, note=evil), CalendarDay(TODAY + timedelta(1), closed=evil)]
    async with looking_at(days, width=120) as eyes:
        for key in ("enter", "right", "enter"):
            await eyes.press(key)
            assert not INVISIBLE & set("".join(eyes.lines))
            assert len(eyes.lines) == TALL + 1
            if evil in MARKUP:
                assert evil in eyes.lines[TALL]
        assert eyes.host.chosen == [TODAY]
