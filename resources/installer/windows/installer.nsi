; The Windows installer of Doctor Workstation: for all users of a computer, 64 bit.
;
;   makensis -DVERSION=1.2.3 -DPAYLOAD=folder -DOUTPUT=setup.exe [-DICON=file.ico] installer.nsi
;
; Silent:  setup.exe /S [/AUTOSTART=1|0] [/DOWNGRADE=1] [/D=C:\Program Files\folder]
;                                                             (/D last, no quotes)
;          uninstall.exe /S [/WIPE=1] [_?=its folder]  (_?= last, no quotes: it is waited for)
; Exit:    0 done · 1 the user said no · 2 stopped while copying, the old version still starts;
;          of the uninstaller: not all files could be removed, it can be run again
;          3 Windows is older than 10 version 1809 · 4 the program is running
;          5 the folder of /D is not in Program Files · 6 a newer version is installed
;          7 another installer or uninstaller of it is at work
;
; The new files go beside the old ones and the folders are swapped at the end, so an interrupted
; upgrade leaves the version that was there. No folder is renamed while a file in it is open, and a
; virus scanner opens what was just written: it lets go within moments, and so the step is tried again.

Unicode true
Target amd64-unicode
RequestExecutionLevel admin
SetCompressor /SOLID lzma
ManifestSupportedOS all
AllowSkipFiles off

!include "compiler.nsh"
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh
!include "running.nsh"
!include "alone.nsh"
!include "wipe.nsh"
!include "credentials.nsh"
!insertmacro WipeFunctions "un."
!insertmacro CredentialFunctions "un."

!define NAME "Doctor Workstation"
!define OLDEST_BUILD 17763
!define KEY "Software\DoctorWorkstation"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\DoctorWorkstation"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\${NAME}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} Setup"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectory
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

LangString TOO_OLD ${LANG_SIMPCHINESE} "需要 Windows 10 1809 或更新的 64 位系统。没有安装任何文件。"
LangString TOO_OLD ${LANG_ENGLISH} "Windows 10 version 1809 (64 bit) or newer is needed. Nothing was installed."
LangString RUNNING ${LANG_SIMPCHINESE} "医生工作站正在运行。请先退出，然后重试。"
LangString RUNNING ${LANG_ENGLISH} "Doctor Workstation is running. Close it, then try again."
LangString IN_USE ${LANG_SIMPCHINESE} "$INSTDIR\app 中的文件正在被使用，没有全部删除。请关闭使用它们的程序，然后重新卸载。"
LangString IN_USE ${LANG_ENGLISH} "Files in $INSTDIR\app are in use, so not all of them were removed. Close the programs that use them, then uninstall again."
LangString AT_WORK ${LANG_SIMPCHINESE} "另一个医生工作站的安装或卸载程序正在运行。请等它结束，然后重试。"
LangString AT_WORK ${LANG_ENGLISH} "Another installer or uninstaller of Doctor Workstation is at work. Wait until it has ended, then try again."
LangString OUTSIDE ${LANG_SIMPCHINESE} "请安装到 $PROGRAMFILES64 下的文件夹：其他位置的文件可能被任何用户替换。没有安装任何文件。"
LangString OUTSIDE ${LANG_ENGLISH} "Choose a folder in $PROGRAMFILES64: in others, any user may be able to replace the program's files. Nothing was installed."
LangString NEWER ${LANG_SIMPCHINESE} "本机的版本 $R2 比 ${VERSION} 新。没有安装任何文件。要退回到 ${VERSION}，请用参数 /DOWNGRADE=1 运行。"
LangString NEWER ${LANG_ENGLISH} "Version $R2, which is here, is newer than ${VERSION}. Nothing was installed. To go back to ${VERSION}, run this with /DOWNGRADE=1."
LangString EARLIER ${LANG_SIMPCHINESE} "旧版本仍在 $Earlier 中，已不再使用。请删除该文件夹；不要运行其中的 uninstall.exe，否则新版本的安装信息也会被删除。保存的数据不受影响。"
LangString EARLIER ${LANG_ENGLISH} "The earlier version is still in $Earlier and is no longer used. Delete that folder; do not run its uninstall.exe, which would also remove the new version's entries. Saved data is not affected."
LangString PROGRAM ${LANG_SIMPCHINESE} "医生工作站"
LangString PROGRAM ${LANG_ENGLISH} "Doctor Workstation"
LangString AT_LOGON ${LANG_SIMPCHINESE} "登录 Windows 时启动"
LangString AT_LOGON ${LANG_ENGLISH} "Start when signing in to Windows"
LangString WIPE ${LANG_SIMPCHINESE} "同时删除本机所有用户保存的数据（设置、消息和图片）吗？"
LangString WIPE ${LANG_ENGLISH} "Also delete the saved data of every user of this computer (settings, messages and photos)?"

Var Autostart
Var Earlier ; the folder of an earlier version, outside Program Files

!macro LeaveWith code
  SetErrorLevel ${code}
  Quit
!macroend

; "yes" once one folder is in the place of another, "no" where it still is not after half a minute.
!macro ReplaceFolder from to result
  StrCpy ${result} "no"
  ${For} $R8 1 60
    RMDir /r "${to}"
    ClearErrors
    Rename "${from}" "${to}"
    ${IfNot} ${Errors}
      StrCpy ${result} "yes"
      ${Break}
    ${EndIf}
    Sleep 500
  ${Next}
!macroend

; A folder with all that is in it, also where a scanner looks at a file of it just then.
!macro RemoveFolder folder
  ${For} $R8 1 60
    RMDir /r "${folder}"
    ${IfNot} ${FileExists} "${folder}\*"
      ${Break}
    ${EndIf}
    Sleep 500
  ${Next}
!macroend

!macro RefuseWhileAtWork
  !insertmacro IsAlone $R3
  ${If} $R3 == "no"
    MessageBox MB_OK|MB_ICONSTOP "$(AT_WORK)" /SD IDOK
    !insertmacro LeaveWith 7
  ${EndIf}
!macroend

!macro RefuseWhileRunning
  ${Do}
    !insertmacro IsRunning "$INSTDIR\app\workstation.exe" $R3
    ${If} $R3 == "no"
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY +3
    !insertmacro LeaveWith 4
  ${Loop}
!macroend

; Below Program Files only administrators write. Elsewhere a folder inherits what its drive allows,
; mostly "Authenticated Users: modify", and people would run what others put there.
!macro IsInProgramFiles folder result
  ; Windows' own reading of `..` and of the folder we are in; NSIS' reads only what exists.
  System::Call 'kernel32::GetFullPathNameW(w "${folder}", i ${NSIS_MAX_STRLEN}, w .R3, p 0)'
  StrLen $R4 "$PROGRAMFILES64\"
  StrCpy $R5 $R3 $R4
  StrCpy ${result} "yes"
  ${If} $R5 != "$PROGRAMFILES64\"
  ${OrIf} $R3 == "$PROGRAMFILES64\"
    StrCpy ${result} "no"
  ${EndIf}
!macroend

!macro RefuseOutside action
  !insertmacro IsInProgramFiles "$INSTDIR" $R6
  ${If} $R6 == "no"
    MessageBox MB_OK|MB_ICONSTOP "$(OUTSIDE)" /SD IDOK
    ${action}
  ${EndIf}
!macroend

Function LeaveDirectory
  !insertmacro RefuseOutside "Abort"
FunctionEnd

Function .onInit
  SetRegView 64
  SetShellVarContext all
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    !insertmacro LeaveWith 3
  ${EndIf}
  !insertmacro RefuseWhileAtWork
  ReadRegStr $0 HKLM "${KEY}" "Folder"
  ${If} $0 != ""
    ; An upgrade stays where the program is, except outside Program Files: there it moves. What lies
    ; there is neither run nor deleted, since anybody may have put an uninstaller or a link there.
    !insertmacro IsInProgramFiles "$0" $R6
    ${If} $R6 == "yes"
      StrCpy $INSTDIR $0
    ${Else}
      StrCpy $Earlier $0
    ${EndIf}
  ${EndIf}
  ${If} ${Silent}
    !insertmacro RefuseOutside "!insertmacro LeaveWith 5"
  ${EndIf}
  ; An older version may not know what the newer one has written.
  ReadRegStr $R2 HKLM "${KEY}" "Version"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DOWNGRADE=" $R1
  ${If} $R2 != ""
  ${AndIf} $R1 != "1"
    ${VersionCompare} "${VERSION}" "$R2" $R3
    ${If} $R3 == 2
      MessageBox MB_OK|MB_ICONSTOP "$(NEWER)" /SD IDOK
      !insertmacro LeaveWith 6
    ${EndIf}
  ${EndIf}
  !insertmacro RefuseWhileRunning
  ; An upgrade keeps the choice that was made, unless it is told otherwise.
  ReadRegStr $Autostart HKLM "${RUN_KEY}" "DoctorWorkstation"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART=" $R1
  ${IfNot} ${Errors}
    StrCpy $Autostart ""
    ${If} $R1 == "1"
      StrCpy $Autostart "yes"
    ${EndIf}
  ${EndIf}
  Call SelectAutostart
FunctionEnd

Section "$(PROGRAM)" PROGRAM_SECTION
  SectionIn RO
  ; What an interrupted run may have left: half a new version, or an old one moved aside.
  RMDir /r "$INSTDIR\next"
  ${IfNot} ${FileExists} "$INSTDIR\app\workstation.exe"
  ${AndIf} ${FileExists} "$INSTDIR\previous\workstation.exe"
    !insertmacro ReplaceFolder "$INSTDIR\previous" "$INSTDIR\app" $R3
    ${If} $R3 == "no"
      !insertmacro LeaveWith 2 ; it is the only version there is
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\previous"

  ClearErrors
  SetOutPath "$INSTDIR\next"
  File /r "${PAYLOAD}\*"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\next"
    !insertmacro LeaveWith 2
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\app\*"
    !insertmacro ReplaceFolder "$INSTDIR\app" "$INSTDIR\previous" $R3
    ${If} $R3 == "no"
      RMDir /r "$INSTDIR\next"
      !insertmacro LeaveWith 4
    ${EndIf}
  ${EndIf}
  !insertmacro ReplaceFolder "$INSTDIR\next" "$INSTDIR\app" $R3
  ${If} $R3 == "no"
    !insertmacro ReplaceFolder "$INSTDIR\previous" "$INSTDIR\app" $R3
    !insertmacro LeaveWith 2
  ${EndIf}
  RMDir /r "$INSTDIR\previous"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\app\workstation.exe"
  WriteRegStr HKLM "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "Version" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\app\workstation.exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR\app" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" "$0"
  DeleteRegValue HKLM "${RUN_KEY}" "DoctorWorkstation"
SectionEnd

Section /o "$(AT_LOGON)" AUTOSTART_SECTION
  WriteRegStr HKLM "${RUN_KEY}" "DoctorWorkstation" '"$INSTDIR\app\workstation.exe"'
SectionEnd

; A disk that is full, mostly: what was copied so far would keep it so.
Function .onInstFailed
  SetOutPath "$INSTDIR" ; nobody removes the folder that he is in
  RMDir /r "$INSTDIR\next"
FunctionEnd

Function .onInstSuccess
  ${If} $Earlier != ""
    MessageBox MB_OK|MB_ICONINFORMATION "$(EARLIER)" /SD IDOK
  ${EndIf}
FunctionEnd

Function SelectAutostart
  ${If} $Autostart != ""
    !insertmacro SelectSection ${AUTOSTART_SECTION}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext all
  !insertmacro RefuseWhileAtWork
  !insertmacro RefuseWhileRunning
FunctionEnd

Section "Uninstall"
  !insertmacro RemoveFolder "$INSTDIR\app"
  ${If} ${FileExists} "$INSTDIR\app\*"
    MessageBox MB_OK|MB_ICONSTOP "$(IN_USE)" /SD IDOK
    !insertmacro LeaveWith 2
  ${EndIf}
  RMDir /r "$INSTDIR\next"
  RMDir /r "$INSTDIR\previous"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  DeleteRegKey HKLM "${KEY}"
  DeleteRegValue HKLM "${RUN_KEY}" "DoctorWorkstation"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/WIPE=" $R1
  ${If} $R1 != "1"
  ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(WIPE)" /SD IDNO IDYES`
    StrCpy $R1 "1"
  ${EndIf}
  ${If} $R1 == "1"
    Call un.WipeProfiles
    Call un.ForgetCredentials
  ${EndIf}
SectionEnd
