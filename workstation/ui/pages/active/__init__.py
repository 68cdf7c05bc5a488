"""接诊中: the work queue, the conversation, the details."""
