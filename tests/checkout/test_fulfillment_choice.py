"""A choice and its words: what goes into the notes, what comes back out of them, what a type resets."""

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.delivery_choice import (
    ChoiceRefused,
    DeliveryChoice,
    choice_refused,
    lost_time,
    own_words,
    requested,
    resets,
    with_request,
)
from firmly_tui.client import ApiError, ConnectionLost
from firmly_tui.models import Cart, DeliveryWindow, PickupOption, Shipment, TimeSlot

SLOT = TimeSlot.model_validate({"slot_id": "am", "start_time": "09:00", "end_time": "12:00"})
WEEK = DeliveryWindow.model_validate(
    {"window_id": "w", "name": "Early window", "start_date": "2026-05-01", "end_date": "2026-05-03"}
)
CURB = PickupOption(option_id="curbside", name="Curbside pickup")


def shipment(**fields: object) -> Shipment:
    return Shipment.model_validate({"shipment_id": "ship_1", **fields})


WORDS = st.text() | st.text().map(lambda words: f"Requested: {words}") | st.just("Note: Requested: it")


@given(WORDS, st.text())
def test_request_and_words_share_the_notes_and_come_apart_again(words: str, request: str) -> None:
    notes = with_request(words, request)
    assert requested(notes) == " ".join(request.split())
    assert own_words(notes) == words.strip()


def test_words_that_begin_as_a_request_does_stay_the_shoppers() -> None:
    written = DeliveryChoice("m").saying("Requested: leave it with the neighbor")
    assert written.notes == "Note: Requested: leave it with the neighbor"
    later = DeliveryChoice.of(shipment(notes=written.notes)).on("2026-05-02", SLOT)
    assert later.words == "Requested: leave it with the neighbor"
    assert later.notes.endswith("12:00\nRequested: leave it with the neighbor")


def test_time_is_told_in_words() -> None:
    choice = DeliveryChoice("m").on("2026-05-02", SLOT)
    assert choice.saying("Ring twice.").notes == (
        "Requested: Saturday, May 2, 2026, 09:00 – 12:00\nRing twice."
    )
    zoned = TimeSlot.model_validate(
        {"slot_id": "am", "start_time": {"local": "09:00", "local_timezone": "Europe/Berlin"}}
    )
    assert choice.on("2026-05-02", zoned).request == "Saturday, May 2, 2026, 09:00 (Europe/Berlin)"


def test_window_and_pickup_option_are_told_too_but_a_day_alone_has_its_field() -> None:
    assert DeliveryChoice("m").on("2026-05-02").notes == ""
    assert DeliveryChoice("m").within(WEEK, "glove").notes == "Requested: Early window"
    assert DeliveryChoice("m").on("2026-05-02").handed(CURB, "curb").request == (
        "Saturday, May 2, 2026, Curbside pickup"
    )


def test_choice_is_read_from_what_the_server_shows() -> None:
    shown = shipment(
        shipping_method={"id": "glove"},
        selected_date="2026-05-02",
        selected_time_slot={"slot_id": "am", "start_time": "09:00", "end_time": "12:00"},
        selected_window={"window_id": "w", "name": "Early window"},
        notes="Requested: Saturday, May 2, 2026, 09:00 – 12:00, Early window\nRing.",
    )
    choice = DeliveryChoice.of(shown)
    assert (choice.method_id, choice.date, choice.words, choice.told) == ("glove", "2026-05-02", "Ring.", "")
    assert choice.notes == shown.notes


def test_slot_that_only_the_notes_show_is_kept_until_another_is_chosen() -> None:
    shown = shipment(
        shipping_method={"id": "a"}, selected_date="2026-05-02", notes="Requested: Saturday at nine"
    )
    choice = DeliveryChoice.of(shown)
    assert choice.by("b").notes == "Requested: Saturday at nine"
    assert choice.saying("Ring.").notes == "Requested: Saturday at nine\nRing."
    assert "nine" not in choice.on("2026-05-03", SLOT).notes


def test_what_only_the_notes_show_is_known_while_it_is_what_was_sent_last() -> None:
    sent = DeliveryChoice("glove", words="Ring.").on("2026-05-02", SLOT).within(WEEK, "glove")
    plain = shipment(shipping_method={"id": "glove"}, selected_date="2026-05-02", notes=sent.notes)
    assert DeliveryChoice.of(plain, sent) == sent
    assert DeliveryChoice.of(plain, sent).by("cheap").notes == (
        "Requested: Saturday, May 2, 2026, 09:00 – 12:00\nRing."
    )
    moved = plain.model_copy(update={"selected_date": "2026-05-03"})
    assert DeliveryChoice.of(moved, sent).slot is None


def test_hours_that_only_the_notes_show_survive_a_window_and_a_way_to_pick_up() -> None:
    shown = shipment(
        shipping_method={"id": "a"}, selected_date="2026-05-02", notes="Requested: Saturday at nine"
    )
    choice = DeliveryChoice.of(shown)
    assert choice.handed(CURB, "c").request == "Saturday at nine, Curbside pickup"
    assert choice.within(WEEK, "a").request == "Saturday at nine, Early window"
    assert choice.within(WEEK.model_copy(update={"end_date": "2026-05-01"}), "a").request == "Early window"


def test_what_a_choice_gives_up_is_told() -> None:
    choice = DeliveryChoice("a").on("2026-05-02", SLOT).within(WEEK, "a")
    assert choice.gives_up(choice.by("b")) == ["the delivery window: Early window"]
    assert choice.gives_up(choice.on("2026-05-03")) == ["the time: 09:00 – 12:00"]
    late = WEEK.model_copy(update={"window_id": "l", "start_date": "2026-06-01", "end_date": "2026-06-09"})
    assert choice.gives_up(choice.within(late, "a")) == [
        "the day: Saturday, May 2",
        "the time: 09:00 – 12:00",
    ]
    assert choice.gives_up(choice.saying("Ring.")) == []


def test_window_is_refused_for_the_day_with_the_window_to_choose_a_day_of() -> None:
    choice = DeliveryChoice("m").within(WEEK, "m")
    refused = choice_refused(ApiError(400, "ErrorInvalidDate", "Not in it."), choice)
    assert refused == ChoiceRefused("Not in it.", "2026-05-01", WEEK)


def test_method_takes_its_window_and_its_pickup_option_along_but_not_the_day() -> None:
    choice = DeliveryChoice("a").on("2026-05-02", SLOT).within(WEEK, "a")
    assert choice.by("a") == choice
    other = choice.by("b")
    assert (other.window, other.date, other.slot) == (None, "2026-05-02", SLOT)
    assert choice.handed(CURB, "c").by("d").option is None


def test_window_gives_up_a_day_outside_of_it() -> None:
    inside = DeliveryChoice("a").on("2026-05-02", SLOT).within(WEEK, "a")
    assert (inside.date, inside.slot) == ("2026-05-02", SLOT)
    outside = DeliveryChoice("a").on("2026-05-09", SLOT).within(WEEK, "a")
    assert (outside.date, outside.slot) == ("", None)


def test_other_type_resets_what_is_chosen_and_says_it() -> None:
    full = shipment(
        fulfillment_type={"id": "PICKUP_IN_STORE"},
        shipping_method={"id": "curb", "description": "At the curb"},
        selected_location={"location_id": "pine", "name": "Pine Street"},
        selected_date="2026-05-02",
        selected_time_slot={"slot_id": "am", "start_time": "09:00", "end_time": "12:00"},
        pickup_option={"option_id": "curbside", "name": "Curbside pickup"},
        notes="Ring.",
    )
    assert resets(full, "SHIP_TO_ADDRESS") == [
        "the store: Pine Street",
        "the day: Saturday, May 2",
        "the time: 09:00 – 12:00",
        "the way to pick up: Curbside pickup",
        "the shipping method: At the curb",
    ]
    assert resets(full, "PICKUP_IN_STORE") == []
    assert resets(shipment(), "SHIP_TO_ADDRESS") == []
    assert resets(shipment(notes="Requested: Saturday at nine"), "X") == ["the time: Saturday at nine"]


def test_day_is_opened_again_only_where_the_day_or_the_slot_was_the_reason() -> None:
    choice = DeliveryChoice("m").on("2026-05-02", SLOT)
    taken = ApiError(400, "ErrorInvalidDate", "9 to 12 is taken.")
    assert choice_refused(taken, choice) == ChoiceRefused("9 to 12 is taken.", "2026-05-02")
    assert choice_refused(ApiError(400, "ErrorInvalidDate"), choice).sentence
    assert choice_refused(ApiError(400, "ErrorInvalidShippingMethod", "No."), choice).reopen == ""
    assert choice_refused(ConnectionLost("Lost."), choice) == ChoiceRefused("Lost.")


def test_time_that_is_lost_after_it_was_chosen_is_told_by_a_notice() -> None:
    def cart(**about: object) -> Cart:
        notice = {"code": "SHIPPING_NOT_AVAILABLE", "message": "Taken.", **about}
        first = {"shipment_id": "ship_1", "selected_date": "2026-05-02"}
        others = [{"shipment_id": "ship_2", "selected_date": "2026-05-03"}]
        return Cart.model_validate({"shipments": [first, *others], "notices": [notice]})

    named = cart(shipment_id="ship_2")
    first, second = named.shipments
    assert lost_time(named, first) is None
    assert lost_time(named, second) == ChoiceRefused("Taken.", "2026-05-03")
    vague = cart()
    assert lost_time(vague, vague.shipments[0]) is None
    vague.shipments = vague.shipments[:1]
    assert lost_time(vague, vague.shipments[0]) == ChoiceRefused("Taken.", "2026-05-02")
    assert lost_time(named, shipment()) is None
