"""Results of a laboratory among the lines that a machine read."""

import pytest

from workstation.domain.geometry import Point
from workstation.domain.lab_report import MAX_PIECE, Direction, find_results
from workstation.domain.recognised_text import RecognisedLine, rows_of

COLUMN, ROW = 260, 60


def table(*rows: str) -> list[RecognisedLine]:
    """Rows whose pieces are apart by ``|``."""
    return [
        _line(text.strip(), column * COLUMN, number * ROW)
        for number, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
        if text.strip()
    ]


def _line(text: str, x: int, y: int) -> RecognisedLine:
    corners = (Point(x, y), Point(x + 200, y), Point(x + 200, y + 30), Point(x, y + 30))
    return RecognisedLine(text, corners)


def facts(*rows: str) -> list[tuple[str, str, str, str, Direction]]:
    """What is read in a table."""
    return [
        (each.analyte, each.value, each.unit, each.reference, each.direction)
        for each in find_results(rows_of(table(*rows)))
    ]


def test_a_row_is_an_analyte_a_value_a_unit_and_a_reference():
    assert facts("WBC|白细胞计数|5.57|10^9/L|3.50-9.50") == [
        ("WBC 白细胞计数", "5.57", "10^9/L", "3.50-9.50", Direction.WITHIN)
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("7|血红蛋白 HGB|123|112 - 149|g/L", ("血红蛋白 HGB", "123", "g/L", "112-149")),
        ("GLU 葡萄糖 7.03 mmol/L 3.9～6.1", ("GLU 葡萄糖", "7.03", "mmol/L", "3.9-6.1")),
        ("K|钾|４．１|mmol/L|3.5--5.3", ("K 钾", "4.1", "mmol/L", "3.5-5.3")),
        ("CRP|1.2|mg/L|＜ 10", ("CRP", "1.2", "mg/L", "<10")),
        ("HDL-C|1.3|mmol/L|≥1.04", ("HDL-C", "1.3", "mmol/L", "≥1.04")),
        ("CA 125|23.5|U/mL|<35", ("CA 125", "23.5", "U/mL", "<35")),
        ("管型 CAST|0.47|(0-1)|个/uL", ("管型 CAST", "0.47", "个/uL", "0-1")),
        ("尿比重 SG|1.018|1.003-1.030", ("尿比重 SG", "1.018", "", "1.003-1.030")),
    ],
)
def test_what_reports_look_like(row, expected):
    assert [fact[:4] for fact in facts(row)] == [expected]


def test_two_tables_side_by_side_are_two_results_of_a_row():
    expected = facts("1|ALT|36|U/L|7-40|2|AST|45|U/L|13-35")
    assert [fact[:2] for fact in expected] == [("ALT", "36"), ("AST", "45")]


@pytest.mark.parametrize(
    "row",
    [
        "代号|项目|结果|单位|参考区间",
        "姓名：测试性别：女|床号|12",
        "采样时间|2026-11-28 08:30",
        "检验者：|审核者：",
        "第 1 页|共 1 页",
        "5.6|7.8",
        "血型|A",
    ],
)
def test_other_rows_of_a_page_are_no_results(row):
    assert not facts(row)


@pytest.mark.parametrize(
    ("value", "reference", "direction"),
    [
        ("3.49", "3.5-9.5", Direction.LOW),
        ("3.5", "3.5-9.5", Direction.WITHIN),
        ("9.5", "3.5-9.5", Direction.WITHIN),
        ("10", "3.5-9.5", Direction.HIGH),
        ("10.00", "≤10", Direction.WITHIN),
        ("10.01", "≤10", Direction.HIGH),
        ("1.03", "≥1.04", Direction.LOW),
        ("<0.5", "0.5-10", Direction.LOW),
        ("<0.5", "0-10", Direction.UNKNOWN),
        (">100", "0-10", Direction.HIGH),
        (">5", "0-10", Direction.UNKNOWN),
        ("5", "", Direction.UNKNOWN),
    ],
)
def test_an_arrow_is_computed_and_not_copied(value, reference, direction):
    ((*_, expected),) = facts(f"X 某项|{value}|mg/L|{reference}")
    assert expected is direction


@pytest.mark.parametrize(
    ("printed", "doubtful"),
    [("357 ↓", True), ("357 L", True), ("357↑", False), ("357 H", False), ("357", False)],
)
def test_a_printed_arrow_that_disagrees_makes_a_result_doubtful(printed, doubtful):
    (result,) = find_results(rows_of(table(f"PLT|{printed}|10^9/L|125-350")))
    assert result.direction is Direction.HIGH
    assert result.doubtful is doubtful


def test_a_result_knows_the_lines_that_it_was_read_from():
    lines = table("清河儿童医院", "K|钾|4.1|mmol/L|3.5-5.3")
    (result,) = find_results(rows_of(lines))
    assert result.lines == tuple(lines[1:])


def test_a_piece_longer_than_any_name_is_no_part_of_a_table():
    row = "{}|5.57|10^9/L|3.50-9.50"
    assert len(facts(row.format("酶" * MAX_PIECE))) == 1
    assert not facts(row.format("酶" * (MAX_PIECE + 1)))
