; A virus scanner that looks at a file as long as another, `stay`, lies beside it.
!include LogicLib.nsh
Unicode true
Target amd64-unicode
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
ManifestSupportedOS all
Section
  FileOpen $1 "${FILE}" r
  FileOpen $0 "$EXEDIR\at-work" w
  FileClose $0
  ${While} ${FileExists} "$EXEDIR\stay"
    Sleep 50
  ${EndWhile}
  FileClose $1
SectionEnd
