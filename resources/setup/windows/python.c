/* python.exe, and with -mwindows pythonw.exe: everything is in the library beside it.
 *
 * LIBRARY is its name, given by the compiler's command line. It is loaded by name and not linked, so
 * that no import library has to be made; Windows looks for it beside this program first. */
#include <stdio.h>
#include <windows.h>

typedef int (*MainFunction)(int argc, wchar_t **argv);

#define NO_LIBRARY 120

int wmain(int argc, wchar_t **argv)
{
    HMODULE library = LoadLibraryW(LIBRARY);
    MainFunction start = NULL;
    if (library)
        start = (MainFunction)(void *)GetProcAddress(library, "Py_Main");
    if (!start) {
        fwprintf(stderr, L"%ls cannot be loaded: Windows says %lu\n", LIBRARY, GetLastError());
        return NO_LIBRARY;
    }
    return start(argc, argv);
}
