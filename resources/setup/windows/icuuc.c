/* icuuc.dll for Wine, which has none; Windows has had it since 10 version 1703.
 *
 * Qt6Core imports these 16 names and does not load without them. It opens a converter only for a
 * text encoding that it does not know itself, and here there is none to open: every later function
 * takes a converter, so none of them can be reached. */
#define EXPORT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

EXPORT void *ucnv_open(const char *name, int *error)
{
    (void)name;
    *error = FILE_ACCESS_ERROR;
    return 0;
}

EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{
    (void)name;
    (void)standard;
    *error = FILE_ACCESS_ERROR;
    return 0;
}

EXPORT int ucnv_countAvailable(void) { return 0; }

EXPORT const char *ucnv_getAvailableName(int index)
{
    (void)index;
    return 0;
}

#define OF_A_CONVERTER(name) EXPORT void name(void) { __builtin_trap(); }
OF_A_CONVERTER(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
OF_A_CONVERTER(UCNV_TO_U_CALLBACK_SUBSTITUTE)
OF_A_CONVERTER(ucnv_cbFromUWriteUChars)
OF_A_CONVERTER(ucnv_cbToUWriteUChars)
OF_A_CONVERTER(ucnv_close)
OF_A_CONVERTER(ucnv_fromUCountPending)
OF_A_CONVERTER(ucnv_fromUnicode)
OF_A_CONVERTER(ucnv_getMaxCharSize)
OF_A_CONVERTER(ucnv_getName)
OF_A_CONVERTER(ucnv_getToUCallBack)
OF_A_CONVERTER(ucnv_getFromUCallBack)
OF_A_CONVERTER(ucnv_reset)
OF_A_CONVERTER(ucnv_setFromUCallBack)
OF_A_CONVERTER(ucnv_setToUCallBack)
OF_A_CONVERTER(ucnv_toUCountPending)
OF_A_CONVERTER(ucnv_toUnicode)

int __stdcall _DllMainCRTStartup(void *library, unsigned long reason, void *reserved)
{
    (void)library;
    (void)reason;
    (void)reserved;
    return 1;
}
