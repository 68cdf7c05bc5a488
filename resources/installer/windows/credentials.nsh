; Deletes what the program keeps in Credential Manager, of the one user who runs this.
;
; Windows opens it to its user only, whatever rights an administrator has. The program names each
; secret after itself (workstation/vault/keys/secret_store.py), and the keyring library moves an
; earlier value of it to "NAME@SERVICE": anything else is somebody else's, and stays. No secret is
; looked at.
;
; `!insertmacro CredentialFunctions "un."` or `""` defines ForgetCredentials.

!define SERVICE "Doctor Workstation"
!define GENERIC 1 ; CRED_TYPE_GENERIC

!macro CredentialFunctions un

Function ${un}ForgetCredentials
  System::Store "S"
  System::Call 'advapi32::CredEnumerateW(p 0, i 0, *i 0 r0, *p 0 r1) i.r2'
  ${If} $2 <> 0
    StrCpy $3 0
    ${While} $3 < $0
      IntOp $4 $3 * 8
      IntPtrOp $4 $1 + $4
      System::Call '*$4(p.r5)'
      ; CREDENTIALW: after flags, type, target, comment, time, secret and attributes the user's name.
      System::Call '*$5(i, i.r6, w.r7, p, l, i, i, p, i, i, p, p, w.r8)'
      ${If} $6 = ${GENERIC}
        ${If} $7 == "${SERVICE}: $8"
        ${OrIf} $7 == "$8@${SERVICE}: $8"
          System::Call 'advapi32::CredDeleteW(w r7, i ${GENERIC}, i 0)'
        ${EndIf}
      ${EndIf}
      IntOp $3 $3 + 1
    ${EndWhile}
    System::Call 'advapi32::CredFree(p r1)'
  ${EndIf}
  System::Store "L"
FunctionEnd

!macroend
