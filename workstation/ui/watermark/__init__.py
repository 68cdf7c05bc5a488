"""Who looks at a patient, where and when: laid over the window and over paper, by policy."""
