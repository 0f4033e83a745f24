; The Windows installer, for one user and without an administrator. packaging/windows/build.py
; defines VERSION, NUMBERS, FROZEN, ICON, SIDE, LICENCE, OUT, KILOBYTES and TARGET.
;
; /S installs silently; the exit code is 0, or 5 when a running Daily8 did not leave, or 6 when the
; files could not be written, or 7 on a system that is too old. In the cases 5 to 7 what was
; installed before is untouched. The uninstaller keeps the reader's data unless it is asked to
; delete it: by a choice on its page, or by /DATA.

Unicode true
Target ${TARGET}
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "Integration.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define EXE "daily8.exe"
!define CLASSES "Software\Classes"
!define OWN "Software\Daily8"
!define REMOVE "Software\Microsoft\Windows\CurrentVersion\Uninstall\Daily8"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\${EXE}"
!define START_AT_LOGIN "Software\Microsoft\Windows\CurrentVersion\Run"
!define MODEL_ID "org.daily8.Daily8"

!define BUSY_CODE 5
!define WRITE_CODE 6
!define SYSTEM_CODE 7
!define POLL_MS 250
!define POLLS 40
!define MOVES 12

Name "Daily8"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Daily8"
InstallDirRegKey HKCU "${OWN}" "InstallDir"
SpaceTexts none
BrandingText "Daily8 ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Daily8"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "Daily8"
VIAddVersionKey "FileDescription" "Daily8 setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Daily8 contributors. MIT licence."
!ifdef SIGN
  !uninstfinalize '${SIGN}'
  !finalize '${SIGN}'
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!include "MUI2.nsh"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "$(UNINSTALL_TEXT)"
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Arabic"

LangString WELCOME ${LANG_ENGLISH} "This installs Daily8 ${VERSION} for you alone; it needs no administrator. A Daily8 that is open is asked to close: what you wrote is kept."
LangString WELCOME ${LANG_ARABIC} "يثبّت هذا البرنامج Daily8 ${VERSION} لك وحدك، ولا يحتاج إلى مدير للنظام. سيُطلب من Daily8 المفتوح أن يُغلق، ويبقى كل ما كتبته محفوظًا."
LangString UNINSTALL_TEXT ${LANG_ENGLISH} "Daily8 will be removed. Your library, drafts and settings stay, unless you choose otherwise here."
LangString UNINSTALL_TEXT ${LANG_ARABIC} "سيُزال Daily8. تبقى مكتبتك ومسوداتك وإعداداتك إلا إذا اخترت غير ذلك هنا."
LangString PROGRAM ${LANG_ENGLISH} "The program"
LangString PROGRAM ${LANG_ARABIC} "البرنامج"
LangString DATA ${LANG_ENGLISH} "Also my library, drafts, settings and passwords"
LangString DATA ${LANG_ARABIC} "ومكتبتي ومسوداتي وإعداداتي وكلمات مروري أيضًا"
LangString BUSY ${LANG_ENGLISH} "Daily8 is still open and did not close. Close it, then try again."
LangString BUSY ${LANG_ARABIC} "لا يزال Daily8 مفتوحًا ولم يُغلق. أغلقه ثم حاول مجددًا."
LangString WRITE ${LANG_ENGLISH} "The files could not be written to $INSTDIR. What was installed before is untouched."
LangString WRITE ${LANG_ARABIC} "تعذّرت كتابة الملفات في $INSTDIR. ما كان مثبّتًا من قبل لم يُمسّ."
LangString FOREIGN ${LANG_ENGLISH} "There is another program in $INSTDIR. Choose another folder."
LangString FOREIGN ${LANG_ARABIC} "يوجد برنامج آخر في $INSTDIR. اختر مجلدًا آخر."
LangString SYSTEM ${LANG_ENGLISH} "Daily8 needs Windows 10 or newer, of 64 bits."
LangString SYSTEM ${LANG_ARABIC} "يحتاج Daily8 إلى ويندوز 10 أو أحدث، بنظام 64 بت."
LangString ABOUT ${LANG_ENGLISH} "The news of many sources, and the conversation under each article"
LangString ABOUT ${LANG_ARABIC} "أخبار مصادر كثيرة، والحوار تحت كل مقالة"

; Stop with a sentence and an exit code.
!macro Stop code words
  IfSilent +2
    MessageBox MB_OK|MB_ICONSTOP "${words}"
  SetErrorLevel ${code}
  Quit
!macroend

; Push 1 when nobody runs ${EXE} of the folder, else 0. Windows lets no one write to a program that
; runs; the file is opened and left as it is.
!macro IsFree
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      Push 0
    ${Else}
      FileClose $0
      Push 1
    ${EndIf}
  ${Else}
    Push 1
  ${EndIf}
!macroend

; Ask a running Daily8 to leave and wait for it; stop with ${BUSY_CODE} when it stays. Exec, not
; ExecWait: an old version might not understand, and stay.
!macro MakeFree
  !insertmacro IsFree
  Pop $1
  ${If} $1 = 0
    Exec '"$INSTDIR\${EXE}" --quit-running'
    StrCpy $2 0
    ${Do}
      Sleep ${POLL_MS}
      !insertmacro IsFree
      Pop $1
      IntOp $2 $2 + 1
      ${If} $1 = 1
        ${ExitDo}
      ${EndIf}
      ${If} $2 >= ${POLLS}
        !insertmacro Stop ${BUSY_CODE} "$(BUSY)"
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

; Rename, and for a while again: a virus scanner holds what was just written or started. $3: 1 when
; it worked, else 0.
!macro Move from to
  StrCpy $2 0
  StrCpy $3 0
  ${Do}
    ClearErrors
    Rename "${from}" "${to}"
    ${IfNot} ${Errors}
      StrCpy $3 1
      ${ExitDo}
    ${EndIf}
    IntOp $2 $2 + 1
    ${If} $2 >= ${MOVES}
      ${ExitDo}
    ${EndIf}
    Sleep ${POLL_MS}
  ${Loop}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    !insertmacro Stop ${SYSTEM_CODE} "$(SYSTEM)"
  ${EndIf}
FunctionEnd

; The new files come into a folder beside the old ones; then names are exchanged.
Section "-Program"
  ; One that was cut short between two names: what was there before comes back first.
  ${If} ${FileExists} "$INSTDIR\old\${EXE}"
  ${AndIfNot} ${FileExists} "$INSTDIR\${EXE}"
    ${If} ${FileExists} "$INSTDIR\old\_internal\*.*"
      RMDir /r "$INSTDIR\_internal"
      Rename "$INSTDIR\old\_internal" "$INSTDIR\_internal"
    ${EndIf}
    Rename "$INSTDIR\old\${EXE}" "$INSTDIR\${EXE}"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${EXE}"
    !insertmacro Stop ${WRITE_CODE} "$(FOREIGN)"
  ${EndIf}
  !insertmacro MakeFree
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  ClearErrors
  SetOutPath "$INSTDIR\new"
  ${If} ${Errors}
    Goto failed
  ${EndIf}
  SetOverwrite try
  File /r "${FROZEN}\*"
  File "/oname=LICENSE.txt" "${LICENCE}"
  ${If} ${Errors}
    Goto failed
  ${EndIf}
  SetOutPath "$INSTDIR"

  CreateDirectory "$INSTDIR\old"
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    !insertmacro Move "$INSTDIR\${EXE}" "$INSTDIR\old\${EXE}"
    ${If} $3 = 0
      RMDir /r "$INSTDIR\new"
      RMDir "$INSTDIR\old"
      !insertmacro Stop ${BUSY_CODE} "$(BUSY)"
    ${EndIf}
    !insertmacro Move "$INSTDIR\_internal" "$INSTDIR\old\_internal"
    ${If} $3 = 0
      Rename "$INSTDIR\old\${EXE}" "$INSTDIR\${EXE}"
      RMDir /r "$INSTDIR\new"
      RMDir "$INSTDIR\old"
      !insertmacro Stop ${BUSY_CODE} "$(BUSY)"
    ${EndIf}
  ${EndIf}
  !insertmacro Move "$INSTDIR\new\_internal" "$INSTDIR\_internal"
  ${If} $3 = 1
    !insertmacro Move "$INSTDIR\new\${EXE}" "$INSTDIR\${EXE}"
  ${EndIf}
  ${If} $3 = 0
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\${EXE}"
    Rename "$INSTDIR\old\_internal" "$INSTDIR\_internal"
    Rename "$INSTDIR\old\${EXE}" "$INSTDIR\${EXE}"
    Goto failed
  ${EndIf}
  Delete "$INSTDIR\LICENSE.txt"
  Rename "$INSTDIR\new\LICENSE.txt" "$INSTDIR\LICENSE.txt"
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call Register
  Goto done
failed:
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\new"
  RMDir "$INSTDIR\old"
  RMDir "$INSTDIR"
  !insertmacro Stop ${WRITE_CODE} "$(WRITE)"
done:
SectionEnd

Function Register
  WriteRegStr HKCU "${OWN}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${OWN}" "Version" "${VERSION}"

  WriteRegStr HKCU "${REMOVE}" "DisplayName" "Daily8"
  WriteRegStr HKCU "${REMOVE}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVE}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${REMOVE}" "Publisher" "Daily8"
  WriteRegStr HKCU "${REMOVE}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVE}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVE}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVE}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${REMOVE}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVE}" "NoRepair" 1

  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\${EXE}"

  WriteRegStr HKCU "${CLASSES}\daily8" "" "URL:Daily8"
  WriteRegStr HKCU "${CLASSES}\daily8" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\daily8\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\daily8\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'

  ; Feeds and OPML files: offered beside what opens them already, never taken.
  !macro Kind id words
    WriteRegStr HKCU "${CLASSES}\${id}" "" "${words}"
    WriteRegStr HKCU "${CLASSES}\${id}" "AppUserModelID" "${MODEL_ID}"
    WriteRegStr HKCU "${CLASSES}\${id}\DefaultIcon" "" "$INSTDIR\${EXE},0"
    WriteRegStr HKCU "${CLASSES}\${id}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  !macroend
  !insertmacro Kind "Daily8.Feed" "RSS"
  !insertmacro Kind "Daily8.Opml" "OPML"
  WriteRegStr HKCU "${CLASSES}\Daily8.Feed" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\.rss\OpenWithProgids" "Daily8.Feed" ""
  WriteRegStr HKCU "${CLASSES}\.atom\OpenWithProgids" "Daily8.Feed" ""
  WriteRegStr HKCU "${CLASSES}\.opml\OpenWithProgids" "Daily8.Opml" ""
  WriteRegStr HKCU "${OWN}\Capabilities" "ApplicationName" "Daily8"
  WriteRegStr HKCU "${OWN}\Capabilities" "ApplicationDescription" "$(ABOUT)"
  WriteRegStr HKCU "${OWN}\Capabilities" "ApplicationIcon" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${OWN}\Capabilities\URLAssociations" "daily8" "daily8"
  WriteRegStr HKCU "${OWN}\Capabilities\URLAssociations" "feed" "Daily8.Feed"
  WriteRegStr HKCU "${OWN}\Capabilities\FileAssociations" ".rss" "Daily8.Feed"
  WriteRegStr HKCU "${OWN}\Capabilities\FileAssociations" ".atom" "Daily8.Feed"
  WriteRegStr HKCU "${OWN}\Capabilities\FileAssociations" ".opml" "Daily8.Opml"
  WriteRegStr HKCU "Software\RegisteredApplications" "Daily8" "${OWN}\Capabilities"

  Call MakeShortcut
  ${NotifyShell_AssocChanged}
FunctionEnd

; A shortcut with the program's own id, by which windows are grouped and notices are shown.
Function MakeShortcut
  CreateShortcut "$SMPROGRAMS\Daily8.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 "" "" "$(ABOUT)"
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$SMPROGRAMS\Daily8.lnk", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call 'Oleaut32::SysAllocString(w "${MODEL_ID}") p.r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_BSTR},,p $3)p.r5'
        ${IPropertyStore::SetValue} $2 '($4,$5)'
        System::Call 'Oleaut32::SysFreeString(p $3)'
        System::Free $4
        System::Free $5
        ${IPropertyStore::Commit} $2 ""
        ${IPersistFile::Save} $1 '("$SMPROGRAMS\Daily8.lnk",1)'
        ${IUnknown::Release} $2 ""
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

; The folder as it was registered: the uninstaller may run by another spelling of its path.
Function un.onInit
  ReadRegStr $0 HKCU "${REMOVE}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\uninstall.exe"
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Section "un.$(PROGRAM)" UN_PROGRAM
  SectionIn RO
  !insertmacro MakeFree
  Call un.AskForData
  ${If} $9 = 1
    Call un.Passwords
  ${EndIf}
  ; The program first: whatever stops this here leaves something that can be removed again.
  Delete "$INSTDIR\${EXE}"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Daily8.lnk"

  ; Only what still points here: another installation keeps its own.
  ReadRegStr $0 HKCU "${CLASSES}\daily8\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\${EXE}" "%1"'
    DeleteRegKey HKCU "${CLASSES}\daily8"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\Daily8.Feed"
  DeleteRegKey HKCU "${CLASSES}\Daily8.Opml"
  !macro Forget extension id
    DeleteRegValue HKCU "${CLASSES}\${extension}\OpenWithProgids" "${id}"
    DeleteRegKey /ifempty HKCU "${CLASSES}\${extension}\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "${CLASSES}\${extension}"
  !macroend
  !insertmacro Forget ".rss" "Daily8.Feed"
  !insertmacro Forget ".atom" "Daily8.Feed"
  !insertmacro Forget ".opml" "Daily8.Opml"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Daily8"
  DeleteRegValue HKCU "${START_AT_LOGIN}" "Daily8"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "${REMOVE}"
  DeleteRegKey HKCU "${OWN}"
  ${NotifyShell_AssocChanged}

  ; Where desktop_app/system/paths.py keeps everything on Windows.
  ${If} $9 = 1
    RMDir /r "$LOCALAPPDATA\Daily8"
    RMDir /r "$APPDATA\Daily8"
  ${EndIf}
SectionEnd

; Only a box on the page: what it means is done while the program is still there.
Section /o "un.$(DATA)" UN_DATA
SectionEnd

; $9: 1 when the data go too, by the box or by /DATA, else 0.
Function un.AskForData
  StrCpy $9 0
  ${If} ${SectionIsSelected} ${UN_DATA}
    StrCpy $9 1
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  ${IfNot} ${Errors}
    StrCpy $9 1
  ${EndIf}
FunctionEnd

; The passwords in the keystore of Windows, which only the program knows by name.
Function un.Passwords
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    Exec '"$INSTDIR\${EXE}" --forget-passwords'
    StrCpy $2 0
    ${Do}
      Sleep ${POLL_MS}
      !insertmacro IsFree
      Pop $1
      IntOp $2 $2 + 1
      ${If} $1 = 1
      ${OrIf} $2 >= ${POLLS}
        ${ExitDo}
      ${EndIf}
    ${Loop}
  ${EndIf}
FunctionEnd
