"""What would be lost, put together of several places."""

from workstation.domain.unsaved import Unsaved, UnsavedWords


def test_two_losses_are_counted_together_and_each_patient_named_once():
    both = Unsaved(1, 2, ("林小满", "王芳"), 3) + Unsaved(4, 5, ("王芳", "李强"), 6, 7)
    assert both == Unsaved(5, 7, ("林小满", "王芳", "李强"), 9, 7)


def test_words_are_unsaved_where_anything_would_be_lost_with_them():
    assert not UnsavedWords()
    assert UnsavedWords(sections={"湿疹": "皮炎"}).losses == Unsaved(drafts=1)
