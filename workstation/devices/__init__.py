"""Audio in and out, and printers. The window's process loads QtMultimedia nowhere else."""

from workstation.decoder.limits import allow_no_protocol

allow_no_protocol()
