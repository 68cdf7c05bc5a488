"""接诊中: the work queue, with the conversation and the details beside it."""
