"""Groups over time: values stand where they cover nothing, and those that have no room go without."""

from itertools import combinations

from dashboard.charts.kinds.groups import MARK, _Box, _box, _written

HIGH, WIDE, ACROSS = 15.0, 40.0, 600.0
APART = [(50.0, 50.0), (200.0, 100.0), (400.0, 20.0)]
#: Points a few pixels from one another, the fourth the lowest and the last the highest.
CROWDED = [(0.0, 60.0), (20.0, 52.0), (26.0, 50.0), (30.0, 10.0), (34.0, 48.0), (40.0, 90.0)]
NEEDED = {0, 3, 5}


def boxes(points: list[tuple[float, float]], spots: list[str | None]) -> list[_Box]:
    return [_box(point, spot, WIDE, HIGH) for point, spot in zip(points, spots, strict=True) if spot]


def test_values_apart_stand_above_on_the_right_and_near_the_edge_on_the_left():
    spots = _written([*APART, (590.0, 90.0)], [WIDE] * 4, HIGH, ACROSS, {0, 3})
    assert spots == ["top right", "top right", "top right", "top left"]


def test_beside_others_a_value_goes_where_it_covers_neither_a_value_nor_a_point():
    points = [(100.0, 50.0), (120.0, 60.0), (300.0, 90.0)]
    spots = _written(points, [WIDE] * 3, HIGH, ACROSS, {0, 1, 2})
    marks = [_Box(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for x, y in points]
    mine = boxes(points, spots)
    assert len(mine) == 3 and not any(one.shared(other) for one, other in combinations(mine, 2))
    assert not any(one.shared(mark) for one in mine for mark in marks)


def test_where_all_have_no_room_the_needed_ones_stay_and_no_two_values_meet():
    spots = _written(CROWDED, [WIDE] * len(CROWDED), HIGH, ACROSS, NEEDED)
    assert all(spots[n] for n in NEEDED) and not all(spots)
    assert not any(one.shared(other) for one, other in combinations(boxes(CROWDED, spots), 2))
