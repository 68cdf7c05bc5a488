; Whether a program runs, in any session of this computer: then its file cannot be opened for writing.

!macro IsRunning program result
  StrCpy ${result} "no"
  ${If} ${FileExists} "${program}"
    ClearErrors
    FileOpen $0 "${program}" a
    ${If} ${Errors}
      StrCpy ${result} "yes"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend
