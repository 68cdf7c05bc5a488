; What the Windows Installer package cannot do by itself, as a program that it carries (msi.py).
;
;   makensis -DOUTPUT=actions.exe actions.nsi
;
;   actions.exe /RUNNING="C:\...\workstation.exe"   exit 4 while that program runs, else 0
;   actions.exe /WIPE=1                             wipes what users saved (wipe.nsh)
;   actions.exe /FORGET=1                           and the own credentials (credentials.nsh)
;
; It asks for no rights: Windows Installer gives it its own for the one and the user's for the other.

Unicode true
Target amd64-unicode
RequestExecutionLevel user
SilentInstall silent
ManifestSupportedOS all
Name "Doctor Workstation"
OutFile "${OUTPUT}"

!include "compiler.nsh"
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh
!include "running.nsh"
!include "wipe.nsh"
!include "credentials.nsh"
!insertmacro WipeFunctions ""
!insertmacro CredentialFunctions ""

Section
  SetRegView 64
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/RUNNING=" $R1
  ${IfNot} ${Errors}
    !insertmacro IsRunning "$R1" $R2
    ${If} $R2 == "yes"
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/WIPE=" $R1
  ${IfNot} ${Errors}
    Call WipeProfiles
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/FORGET=" $R1
  ${IfNot} ${Errors}
    Call ForgetCredentials
  ${EndIf}
SectionEnd
