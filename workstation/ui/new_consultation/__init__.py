"""发起咨询: the sheet by which a doctor opens a consultation."""
