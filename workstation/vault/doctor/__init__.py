"""A doctor's own notes, marks, bookmarks, measurements and quick replies: no server has them."""
