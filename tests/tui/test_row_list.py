"""The list that draws only what is seen, in an app that holds nothing else."""

from collections import Counter
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from firmly_tui.tui.widgets.row_list import RowList

HEIGHT = 10


class Lines(RowList[str]):
    """Rows of text; those that begin with # are titles: two lines tall, and passed over by the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Counter[str] = Counter()

    def row_key(self, row: str) -> Hashable:
        return row.partition(":")[0]

    def row_selectable(self, row: str) -> bool:
        return not row.startswith("#")

    def row_refusal(self, row: str) -> str:
        return "Sold out." if row.endswith("sold out") else ""

    def draw_row(self, row: str, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        self.drawn[row] += 1
        return [Content(line) for line in row.split("|")]


class UnevenLines(Lines):
    """The same, each row as tall as its text."""

    HEIGHT = 0

    def row_height(self, row: str) -> int:
        return row.count("|") + 1


class Host(App[None]):
    """A list, and what it told."""

    def __init__(self, kind: type[Lines]) -> None:
        super().__init__()
        self._kind = kind
        self.chosen: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self.moved: list[int] = []
        self.near_end = 0

    def compose(self) -> ComposeResult:
        yield self._kind()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.chosen.append(message.index)

    def on_row_list_refused(self, message: RowList.Refused) -> None:
        self.refused.append((message.index, message.reason))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.moved.append(message.index)

    def on_row_list_near_end(self) -> None:
        self.near_end += 1


class Eyes:
    """The list, as somebody sees and uses it."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot
        self.list = host.query_one(Lines)

    @property
    def lines(self) -> list[str]:
        """What is drawn, without the scrollbar."""
        strips = self.host.screen._compositor.render_strips()[: self.list.size.height]
        width = self.list.scrollable_content_region.width
        return ["".join(segment.text for segment in strip)[:width].rstrip() for strip in strips]

    async def press(self, *keys: str) -> str | None:
        """Press keys; the row on which the cursor is then."""
        await self.pilot.press(*keys)
        return self.list.selected

    async def show(self, rows: Sequence[str], *, keep_cursor: bool = True) -> str | None:
        """Show other rows; the row on which the cursor is then."""
        self.list.show(rows, keep_cursor=keep_cursor)
        await self.pilot.pause()
        return self.list.selected

    async def redrawn(self, *keys: str) -> dict[str, int]:
        """How often each row is drawn when these keys are pressed."""
        self.list.drawn.clear()
        await self.press(*keys)
        return dict(self.list.drawn)


@asynccontextmanager
async def looking_at(rows: Sequence[str], kind: type[Lines] = Lines) -> AsyncIterator[Eyes]:
    """Somebody before a list of ten lines and these rows."""
    host = Host(kind)
    async with host.run_test(size=(30, HEIGHT + 1)) as pilot:
        eyes = Eyes(host, pilot)
        eyes.list.styles.height = HEIGHT
        await eyes.show(rows)
        yield eyes


def numbered(count: int) -> list[str]:
    return [f"row {number}" for number in range(count)]


async def test_the_cursor_begins_on_the_first_row_and_stays_within_the_rows() -> None:
    async with looking_at(numbered(3)) as eyes:
        assert eyes.lines[:4] == ["▌row 0", " row 1", " row 2", ""]
        assert await eyes.press("up") == "row 0"
        assert await eyes.press("down", "j", "down", "down") == "row 2"
        assert eyes.lines[:3] == [" row 0", " row 1", "▌row 2"]
        assert await eyes.press("k") == "row 1"


async def test_the_cursor_is_in_sight_on_the_first_row_that_has_no_room() -> None:
    async with looking_at(numbered(HEIGHT)) as eyes:
        eyes.list.show(numbered(HEIGHT + 1))
        eyes.list.cursor = HEIGHT
        await eyes.pilot.pause()
        assert eyes.lines[-1] == f"▌row {HEIGHT}"


async def test_pages_and_edges_are_reached_and_shown() -> None:
    async with looking_at(numbered(100)) as eyes:
        assert await eyes.press("pagedown") == "row 9"
        assert await eyes.press("pagedown") == "row 18"
        assert await eyes.press("pageup") == "row 9"
        assert await eyes.press("end") == "row 99"
        assert eyes.lines[-1] == "▌row 99"
        assert await eyes.press("pagedown", "home", "pageup") == "row 0"
        assert eyes.lines[0] == "▌row 0"


async def test_an_empty_list_has_no_cursor_and_takes_every_key() -> None:
    async with looking_at([]) as eyes:
        assert await eyes.press("down", "up", "end", "home", "pagedown", "pageup") is None
        await eyes.pilot.click(Lines, offset=(3, 3))
        assert eyes.host.chosen == []
        assert await eyes.show(["here"]) == "here"
        assert await eyes.show([]) is None


async def test_the_cursor_stays_on_its_row_when_others_come_and_go() -> None:
    async with looking_at(numbered(5)) as eyes:
        await eyes.press("down", "down")
        assert await eyes.show(["new", *numbered(5)]) == "row 2"
        assert await eyes.show(["row 2: changed", "row 9"]) == "row 2: changed"
        assert eyes.lines[0] == "▌row 2: changed"


async def test_the_cursor_stays_near_a_row_that_went() -> None:
    async with looking_at(numbered(5)) as eyes:
        await eyes.press("down", "down")
        assert await eyes.show(["row 0", "row 1", "row 3", "row 4"]) == "row 3"
        assert await eyes.show(["row 0"]) == "row 0"


async def test_other_rows_altogether_begin_at_the_first() -> None:
    async with looking_at(numbered(50)) as eyes:
        await eyes.press("end")
        assert await eyes.show(numbered(50), keep_cursor=False) == "row 0"
        assert eyes.lines[0] == "▌row 0"


async def test_titles_are_passed_over() -> None:
    rows = ["#one", "a", "#two", "#three", "b", "#end"]
    async with looking_at(rows) as eyes:
        assert eyes.list.selected == "a"
        assert await eyes.press("down") == "b"
        assert await eyes.press("down") == "b"
        assert await eyes.press("home") == "a"
        assert await eyes.press("end") == "b"
        assert await eyes.press("pageup") == "a"


async def test_the_first_row_is_in_sight_below_more_titles_than_there_is_room_for() -> None:
    titles = [f"#{number}" for number in range(2 * HEIGHT)]
    async with looking_at([*titles, "a", "b"]) as eyes:
        assert eyes.lines[-2:] == [f" {titles[-1]}", "▌a"]


async def test_titles_alone_leave_no_cursor() -> None:
    async with looking_at(["#one", "#two"]) as eyes:
        assert await eyes.press("down", "end", "pagedown") is None


async def test_moving_draws_the_rows_that_changed_and_at_most_the_next() -> None:
    async with looking_at(numbered(100)) as eyes:
        assert {"row 0", "row 1"} <= set(await eyes.redrawn("down")) <= {"row 0", "row 1", "row 2"}


async def test_scrolling_draws_what_comes_into_sight() -> None:
    async with looking_at(numbered(100)) as eyes:
        await eyes.press("pagedown")
        assert {"row 10"} <= set(await eyes.redrawn("down")) <= {"row 10", "row 11"}


async def test_one_row_is_drawn_anew_by_itself() -> None:
    async with looking_at(numbered(100)) as eyes:
        eyes.list.drawn.clear()
        eyes.list.redraw_row(3)
        eyes.list.redraw_row(1000)
        await eyes.pilot.pause()
        assert dict(eyes.list.drawn) == {"row 3": 1}


async def test_ten_thousand_rows_are_not_drawn_before_they_are_seen() -> None:
    async with looking_at(numbered(10_000)) as eyes:
        assert len(eyes.list.drawn) == HEIGHT
        assert await eyes.press("end") == "row 9999"
        assert eyes.lines[-1] == "▌row 9999"
        assert len(eyes.list.drawn) <= 2 * HEIGHT + 1


async def test_rows_are_appended_without_drawing_or_moving_anything() -> None:
    async with looking_at(numbered(50)) as eyes:
        await eyes.press("end")
        eyes.list.drawn.clear()
        eyes.list.extend(["more", "and more"])
        await eyes.pilot.pause()
        assert eyes.list.selected == "row 49"
        assert not eyes.list.drawn
        assert await eyes.press("down") == "more"


async def test_the_first_click_moves_and_the_second_chooses() -> None:
    async with looking_at(["#title", *numbered(40)]) as eyes:
        await eyes.pilot.click(Lines, offset=(3, 4))
        assert eyes.list.selected == "row 3"
        assert eyes.host.chosen == []
        await eyes.pilot.click(Lines, offset=(3, 4))
        assert eyes.host.chosen == [4]
        await eyes.pilot.click(Lines, offset=(3, 0))
        assert eyes.list.selected == "row 3"
        await eyes.press("end")
        await eyes.pilot.click(Lines, offset=(3, 0))
        assert eyes.list.selected == "row 30"


async def test_a_row_that_cannot_be_chosen_says_why() -> None:
    async with looking_at(["a", "b: sold out"]) as eyes:
        eyes.list.action_choose()
        await eyes.press("down")
        eyes.list.action_choose()
        await eyes.pilot.click(Lines, offset=(3, 1))
        assert eyes.host.chosen == [0]
        assert eyes.host.refused == [(1, "Sold out.")] * 2
        await eyes.show([])
        eyes.list.action_choose()
        await eyes.pilot.pause()
        assert eyes.host.chosen == [0]


async def test_a_wider_window_draws_no_row_twice() -> None:
    async with looking_at(numbered(100)) as eyes:
        eyes.list.drawn.clear()
        await eyes.pilot.resize_terminal(40, HEIGHT + 1)
        await eyes.pilot.pause()
        assert set(eyes.list.drawn.values()) == {1}


async def test_the_end_is_told_when_the_cursor_comes_near_it() -> None:
    async with looking_at(numbered(60)) as eyes:
        await eyes.press("down")
        assert eyes.host.near_end == 0
        eyes.list.cursor = 40
        await eyes.pilot.pause()
        assert eyes.host.near_end == 1


async def test_every_move_is_told_once() -> None:
    async with looking_at(numbered(3)) as eyes:
        eyes.host.moved.clear()
        await eyes.press("down", "down", "down", "up")
        assert eyes.host.moved == [1, 2, 1]


@pytest.mark.parametrize("height", [3, 20])
async def test_the_cursor_stays_in_sight_in_a_window_of_another_size(height: int) -> None:
    async with looking_at(numbered(100)) as eyes:
        await eyes.press("pagedown")
        eyes.list.styles.height = height
        await eyes.pilot.resize_terminal(20, height + 1)
        await eyes.pilot.pause()
        assert "▌row 9" in eyes.lines


async def test_rows_fit_a_narrower_window() -> None:
    async with looking_at(["a row that is long enough"]) as eyes:
        await eyes.pilot.resize_terminal(12, HEIGHT + 1)
        await eyes.pilot.pause()
        assert eyes.lines[0] == "▌a row that…"


UNEVEN = ["#A|title", "one|of|three", "two", "#B|title", *(f"more {number}|lines" for number in range(20))]


async def test_rows_of_different_heights_stand_below_one_another() -> None:
    async with looking_at(UNEVEN, UnevenLines) as eyes:
        assert eyes.lines[:8] == [" #A", " title", "▌one", "▌of", "▌three", " two", " #B", " title"]
        assert await eyes.press("down", "down") == "more 0|lines"
        assert await eyes.press("end") == "more 19|lines"
        assert eyes.lines[-2:] == ["▌more 19", "▌lines"]


async def test_going_back_to_the_first_row_shows_the_title_above_it() -> None:
    async with looking_at(UNEVEN, UnevenLines) as eyes:
        await eyes.press("end", "home")
        assert eyes.lines[0] == " #A"


async def test_a_click_finds_its_row_among_rows_of_different_heights() -> None:
    async with looking_at(UNEVEN, UnevenLines) as eyes:
        await eyes.pilot.click(Lines, offset=(3, 5))
        assert eyes.list.selected == "two"
        await eyes.pilot.click(Lines, offset=(3, 9))
        assert eyes.list.selected == "more 0|lines"


async def test_a_row_that_grows_keeps_its_place_and_its_cursor() -> None:
    async with looking_at(["a", "b", "c"], UnevenLines) as eyes:
        await eyes.press("down")
        assert await eyes.show(["a", "b:|grown", "c"]) == "b:|grown"
        assert eyes.lines[:4] == [" a", "▌b:", "▌grown", " c"]
