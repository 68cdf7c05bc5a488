; Deletes what users saved, as an administrator, without ever following a link.
;
; A user may put a link (a junction, a symbolic link) at any place of his own folders, and may swap a
; folder for one while we look. `RMDir /r` and `rmdir /s` go by paths, so they would delete what the
; link points at, with an administrator's rights. Here every folder is opened below the open folder
; that it lies in, the link itself and not its target (FILE_OPEN_REPARSE_POINT), and is asked through
; that opening what it is; its entries are read and opened through it as well. Between asking and
; deleting there is no path that anybody could turn. An open folder that is empty can still be made a
; junction where it lies, and what is opened below it would lie below the target: such an opening
; fails (OBJ_DONT_REPARSE). A link is deleted as the link it is. A profile in which AppData, Local or
; the profile itself is a link is left alone.
;
; `!insertmacro WipeFunctions "un."` or `""` defines WipeProfiles. tests/packaging runs it under Wine.

!define LIST_AND_ASK 0x00100081   ; SYNCHRONIZE, FILE_READ_ATTRIBUTES, FILE_LIST_DIRECTORY
!define AND_DELETE 0x00110081     ; and DELETE
!define THE_LINK_ITSELF 0x00204020 ; FILE_OPEN_REPARSE_POINT, FOR_BACKUP_INTENT, SYNCHRONOUS_IO
!define NOT_THROUGH_A_LINK 0x1040 ; OBJ_CASE_INSENSITIVE, OBJ_DONT_REPARSE (Windows 10 1607)
!define DIRECTORY 0x10
!define REPARSE_POINT 0x400
!define PROFILES "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"

!macro WipeFunctions un

; In: an open folder, the address of a UNICODE_STRING, wished rights. Out: the entry, or 0.
Function ${un}OpenBelow
  System::Store "S"
  Pop $0
  Pop $1
  Pop $2
  System::Call '*(i 48, i 0, p r0, p r1, i ${NOT_THROUGH_A_LINK}, i 0, p 0, p 0) p.r3'
  System::Call '*(p 0, p 0) p.r4'
  System::Call 'ntdll::NtOpenFile(*p.r5, i r2, p r3, p r4, i 7, i ${THE_LINK_ITSELF}) i.r6'
  ${If} $6 <> 0
    StrCpy $5 0
  ${EndIf}
  System::Free $3
  System::Free $4
  Push $5
  System::Store "L"
FunctionEnd

; In: an opened entry. Out: its attributes, as the opening tells them (FileAttributeTagInformation).
Function ${un}AttributesOf
  System::Store "S"
  Pop $0
  System::Call '*(i ${REPARSE_POINT}, i 0) p.r1'
  System::Call '*(p 0, p 0) p.r2'
  System::Call 'ntdll::NtQueryInformationFile(p r0, p r2, p r1, i 8, i 35) i.r3'
  System::Call '*$1(i.r4)'
  ${If} $3 <> 0
    StrCpy $4 ${REPARSE_POINT}
  ${EndIf}
  System::Free $1
  System::Free $2
  Push $4
  System::Store "L"
FunctionEnd

; In: an open folder, the address of a name in it, what its list says of the entry (attributes).
Function ${un}RemoveEntry
  System::Store "S"
  Pop $0
  Pop $1
  Pop $2
  Push ${AND_DELETE}
  Push $1
  Push $0
  Call ${un}OpenBelow
  Pop $3
  ${If} $3 P<> 0
    Push $3
    Call ${un}AttributesOf
    Pop $4
    IntOp $5 $4 & ${DIRECTORY}
    IntOp $6 $4 & ${REPARSE_POINT}
    IntOp $8 $2 & ${REPARSE_POINT}
    IntOp $9 $2 & ${DIRECTORY}
    ${If} $5 <> 0
    ${AndIf} $5 = $9
    ${AndIf} $6 = 0
    ${AndIf} $8 = 0
      Push $3
      Call ${un}EmptyFolder
    ${EndIf}
    System::Call '*(p 0, p 0) p.r7'
    ; A link of which the target was opened all the same (Wine does that) stays.
    ${If} $6 = $8
      ; Delete when closed, also what is marked read-only (FileDispositionInformationEx); or plainly.
      System::Call 'ntdll::NtSetInformationFile(p r3, p r7, *i 0x13, i 4, i 64) i.r9'
      ${If} $9 <> 0
        System::Call 'ntdll::NtSetInformationFile(p r3, p r7, *i 1, i 1, i 13)'
      ${EndIf}
    ${EndIf}
    System::Free $7
    System::Call 'ntdll::NtClose(p r3)'
  ${EndIf}
  System::Store "L"
FunctionEnd

; In: an open folder, which is no link.
Function ${un}EmptyFolder
  System::Store "S"
  Pop $0
  System::Alloc 2048
  Pop $1
  System::Call '*(p 0, p 0) p.r2'
  StrCpy $3 1
  ${Do}
    ; One entry a call (FileDirectoryInformation).
    System::Call 'ntdll::NtQueryDirectoryFile(p r0, p 0, p 0, p 0, p r2, p r1, i 2048, i 1, i 1, p 0, i r3) i.r4'
    ${If} $4 <> 0
      ${Break}
    ${EndIf}
    StrCpy $3 0
    System::Call '*$1(i, i, l, l, l, l, l, l, i.r5, i.r6, &i2.r7, &i2.r8)'
    ${If} $6 = 2
    ${AndIf} $7 = 46
      ${Continue}
    ${EndIf}
    ${If} $6 = 4
    ${AndIf} $7 = 46
    ${AndIf} $8 = 46
      ${Continue}
    ${EndIf}
    IntPtrOp $7 $1 + 64
    System::Call '*(&i2 r6, &i2 r6, i 0, p r7) p.r8'
    Push $5
    Push $8
    Push $0
    Call ${un}RemoveEntry
    System::Free $8
  ${Loop}
  System::Free $1
  System::Free $2
  System::Store "L"
FunctionEnd

; In: an open folder, its path, the name of a folder in it. Out: that folder open, or 0 for a link.
Function ${un}StepInto
  System::Store "S"
  Pop $0
  Pop $1
  Pop $2
  StrCpy $9 0
  System::Call 'kernel32::GetFileAttributesW(w "$1\$2") i.r3'
  IntOp $3 $3 & ${REPARSE_POINT}
  ${If} $0 P<> 0
  ${AndIf} $3 = 0
    Push $2
    Call ${un}NameOf
    Pop $4
    Push ${LIST_AND_ASK}
    Push $4
    Push $0
    Call ${un}OpenBelow
    Pop $5
    ${If} $5 P<> 0
      Push $5
      Call ${un}AttributesOf
      Pop $6
      IntOp $6 $6 & ${REPARSE_POINT}
      ${If} $6 = 0
        StrCpy $9 $5
      ${Else}
        System::Call 'ntdll::NtClose(p r5)'
      ${EndIf}
    ${EndIf}
    Push $4
    Call ${un}FreeName
  ${EndIf}
  Push $9
  System::Store "L"
FunctionEnd

; In: a text. Out: the address of a UNICODE_STRING, which FreeName takes back.
Function ${un}NameOf
  System::Store "S"
  Pop $0
  System::Call '*(&t260 r0) p.r1'
  System::Call '*(&i2 0, &i2 0, i 0, p 0) p.r2'
  System::Call 'ntdll::RtlInitUnicodeString(p r2, p r1)'
  Push $2
  System::Store "L"
FunctionEnd

Function ${un}FreeName
  System::Store "S"
  Pop $0
  System::Call '*$0(&i2, &i2, i, p.r1)'
  System::Free $1
  System::Free $0
  System::Store "L"
FunctionEnd

; In: the folder of one user.
Function ${un}WipeProfile
  System::Store "S"
  Pop $0
  System::Call 'kernel32::GetFileAttributesW(w r0) i.r1'
  IntOp $2 $1 & ${REPARSE_POINT}
  ${If} $1 <> -1
  ${AndIf} $2 = 0
    System::Call 'kernel32::CreateFileW(w r0, i ${LIST_AND_ASK}, i 7, p 0, i 3, i 0x02200000, p 0) p.r3'
    ${If} $3 P<> -1
      Push "AppData"
      Push $0
      Push $3
      Call ${un}StepInto
      Pop $4
      Push "Local"
      Push "$0\AppData"
      Push $4
      Call ${un}StepInto
      Pop $5
      ${If} $5 P<> 0
        System::Call 'kernel32::GetFileAttributesW(w "$0\AppData\Local\DoctorWorkstation") i.r6'
        ${If} $6 <> -1
          Push "DoctorWorkstation"
          Call ${un}NameOf
          Pop $7
          Push $6
          Push $7
          Push $5
          Call ${un}RemoveEntry
          Push $7
          Call ${un}FreeName
        ${EndIf}
        System::Call 'ntdll::NtClose(p r5)'
      ${EndIf}
      ${If} $4 P<> 0
        System::Call 'ntdll::NtClose(p r4)'
      ${EndIf}
      System::Call 'ntdll::NtClose(p r3)'
    ${EndIf}
  ${EndIf}
  System::Store "L"
FunctionEnd

; Every user's folder under the profiles that Windows knows, and that of who runs this.
Function ${un}WipeProfiles
  System::Store "S"
  StrCpy $0 0
  ${Do}
    EnumRegKey $1 HKLM "${PROFILES}" $0
    ${If} $1 == ""
      ${Break}
    ${EndIf}
    ReadRegStr $2 HKLM "${PROFILES}\$1" "ProfileImagePath"
    ExpandEnvStrings $2 $2
    ${If} $2 != ""
      Push $2
      Call ${un}WipeProfile
    ${EndIf}
    IntOp $0 $0 + 1
  ${Loop}
  Push $PROFILE
  Call ${un}WipeProfile
  System::Store "L"
FunctionEnd

!macroend
