/* Ends with 3, the real part of (1+2i)^2 + 6, where the C library does complex numbers. */
#include <stdlib.h>
#include <windows.h>

typedef struct { double real, imaginary; } number;
typedef struct { float real, imaginary; } single;

int main(void)
{
    HMODULE library = LoadLibraryA("ucrtbase.dll");
    number (*power)(number, number) = (void *)GetProcAddress(library, "cpow");
    float (*real)(single) = (void *)GetProcAddress(library, "crealf");
    int (*absolute)(int) = (void *)GetProcAddress(library, "abs");
    number square = power((number){1, 2}, (number){2, 0});
    single same = {(float)square.real, 0};
    return (int)(real(same) - 0.5f) + absolute(-6);
}
