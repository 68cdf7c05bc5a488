"""Parts of pages that more than one page has: a conversation, a consultation's details."""
