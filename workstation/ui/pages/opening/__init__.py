"""发起咨询: the form by which a doctor opens a consultation."""
