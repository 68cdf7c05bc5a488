; An installer that is at work as long as a file `stay` lies beside it: it has the name that each takes.
!include LogicLib.nsh
Unicode true
Target amd64-unicode
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
ManifestSupportedOS all
!include "${ALONE}"
Section
  !insertmacro IsAlone $R0
  ${If} $R0 == "no"
    Quit
  ${EndIf}
  FileOpen $0 "$EXEDIR\at-work" w
  FileClose $0
  ${While} ${FileExists} "$EXEDIR\stay"
    Sleep 50
  ${EndWhile}
SectionEnd
