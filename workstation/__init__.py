"""Doctor Workstation (医生工作站): the desktop client that doctors keep open all day."""

__version__ = "0.1.0"
