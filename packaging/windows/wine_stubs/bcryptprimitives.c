/* Wine 8 has no bcryptprimitives.dll, from which Rust's library takes random bytes; Windows 10
   has one. advapi32's SystemFunction036 (RtlGenRandom) gives the same. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long size);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *buffer, unsigned long long size)
{
    while (size) {
        unsigned long step = size > 0x10000000ull ? 0x10000000ul : (unsigned long)size;
        if (!SystemFunction036(buffer, step))
            return 0;
        buffer += step;
        size -= step;
    }
    return 1;
}
