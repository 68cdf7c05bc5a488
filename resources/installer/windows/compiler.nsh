; Which makensis may compile what runs with an administrator's rights.

; 3.11 mends CVE-2025-43715 (a race of elevated installers for their own temporary folder), 3.09
; CVE-2023-37378.
!if ${NSIS_PACKEDVERSION} < 0x0300B000
  !error "makensis 3.11 or newer is needed: older ones make installers with known holes"
!endif
