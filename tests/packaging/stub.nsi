; The smallest Windows program there is to make here: it stands for the payload's programs.
Unicode true
Target amd64-unicode
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
ManifestSupportedOS all
Section
SectionEnd
