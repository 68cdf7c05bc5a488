; The smallest Windows program there is to make here: it stands for the payload's programs.
; It runs as long as a file `stay` lies beside it.
!include LogicLib.nsh
Unicode true
Target amd64-unicode
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
ManifestSupportedOS all
Section
  ${While} ${FileExists} "$EXEDIR\stay"
    Sleep 50
  ${EndWhile}
SectionEnd
