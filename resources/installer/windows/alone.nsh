; Whether this is the only one at work of the installers and uninstallers, in any session.
;
; Two of them at once would clear away each other's files and swap half a version into place. The name
; is the system's to take back, however the one that has it ends. Who else may hold it keeps an
; administrator from no more than by leaving the program open.

!define AT_WORK_NAME "Global\DoctorWorkstationSetup"

!macro IsAlone result
  StrCpy ${result} "yes"
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${AT_WORK_NAME}") p .r0 ?e'
  Pop $0
  ${If} $0 <> 0 ; ERROR_ALREADY_EXISTS, or ERROR_ACCESS_DENIED for one of another account
    StrCpy ${result} "no"
  ${EndIf}
!macroend
