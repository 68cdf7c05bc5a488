"""What is told after an absence is what happened in it, and nothing twice."""

from hypothesis import given
from hypothesis import strategies as st

from tests.store.people import listed, summary
from workstation.store.activity_summary import ActivitySummary, summarise_activity
from workstation.store.worklist import Worklist

ME, COLLEAGUE, OTHER = 1001, 1002, 1003
LOOKED = 1_000


def rows(*summaries):
    result = Worklist()
    result.load(
        [listed(n, created_ms=created) for n, (created, _) in enumerate(summaries)],
        [summary(n, **given_texts) for n, (_, given_texts) in enumerate(summaries)],
        (),
    )
    return [result.row(n) for n in result.consultation_ids()]


def test_new_consultations_new_words_and_colleagues_are_counted():
    summaries = summarise_activity(
        rows(
            (LOOKED + 1, {"patient_ms": LOOKED + 2, "patient_unread": 1}),
            (1, {"patient_ms": LOOKED + 2, "patient_unread": 3}),
            (1, {"patient_ms": LOOKED + 2}),
            (1, {"doctor_id": COLLEAGUE, "doctor_ms": LOOKED + 5}),
            (1, {"doctor_id": OTHER, "doctor_ms": LOOKED + 5}),
            (1, {"doctor_id": OTHER, "doctor_ms": LOOKED + 6}),
            (1, {"doctor_id": ME, "doctor_ms": LOOKED + 6}),
            (None, {}),
        ),
        LOOKED,
        ME,
    )
    assert summaries == ActivitySummary(opened=1, wrote=1, answered=((OTHER, 2), (COLLEAGUE, 1)))


MOMENTS = st.one_of(st.none(), st.integers(0, 2 * LOOKED))


@given(
    st.lists(
        st.tuples(
            MOMENTS,
            st.fixed_dictionaries(
                {
                    "patient_ms": MOMENTS,
                    "patient_unread": st.integers(0, 2),
                    "doctor_id": st.sampled_from([None, ME, COLLEAGUE, OTHER]),
                    "doctor_ms": MOMENTS,
                }
            ),
        ),
        max_size=12,
    )
)
def test_nothing_from_before_is_told_and_no_consultation_is_new_twice(summaries):
    result = summarise_activity(rows(*summaries), LOOKED, ME)
    assert result.opened + result.wrote <= len(summaries)
    assert sum(count for _, count in result.answered) <= len(summaries)
    assert ME not in dict(result.answered)
    assert not summarise_activity(rows(*summaries), 2 * LOOKED, ME)
    assert bool(result) == (result != ActivitySummary())
