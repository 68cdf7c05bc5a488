; Writes entries into Credential Manager, and looks which are there; they stand in the file given.
;
;   credentials.exe /WRITE      each target with its user
;   credentials.exe             sets `there` of each: 1, or 0
!include LogicLib.nsh
!include FileFunc.nsh
Unicode true
Target amd64-unicode
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
ManifestSupportedOS all
Section
  ${GetParameters} $R0
  StrCpy $0 0
  ${Do}
    ReadINIStr $1 "$EXEDIR\entries.ini" "$0" "target"
    ReadINIStr $2 "$EXEDIR\entries.ini" "$0" "user"
    ${If} $1 == ""
      ${Break}
    ${EndIf}
    ${If} $R0 == "/WRITE"
      System::Call '*(&t16 "secret") p.r5'
      System::Call '*(&t512 r1) p.r6'
      System::Call '*(&t512 r2) p.r7'
      ; CREDENTIALW: a generic one of 12 bytes, kept on this computer.
      System::Call '*(i 0, i 1, p r6, p 0, l 0, i 12, i 0, p r5, i 2, i 0, p 0, p 0, p r7) p.r8'
      System::Call 'advapi32::CredWriteW(p r8, i 0)'
    ${Else}
      System::Call 'advapi32::CredReadW(w r1, i 1, i 0, *p.r3) i.r4'
      WriteINIStr "$EXEDIR\entries.ini" "$0" "there" "$4"
    ${EndIf}
    IntOp $0 $0 + 1
  ${Loop}
SectionEnd
