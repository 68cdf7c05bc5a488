"""What every folder may use: files, log, clock, tasks, threads, the process; nothing of clinics."""
