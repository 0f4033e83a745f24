/* Wine 8 has no icuuc.dll, from which Qt6Core imports converters; Windows 10 has one.
   Each function here fails as ICU does (U_FILE_ACCESS_ERROR, 4): Qt then does without. */
typedef int UErrorCode;
#define EXPORT __declspec(dllexport)
#define FAIL(error) do { if (error) *(error) = 4; } while (0)

EXPORT void *ucnv_open(const char *name, UErrorCode *e) { (void)name; FAIL(e); return 0; }
EXPORT void ucnv_close(void *c) { (void)c; }
EXPORT void ucnv_reset(void *c) { (void)c; }
EXPORT signed char ucnv_getMaxCharSize(const void *c) { (void)c; return 1; }
EXPORT const char *ucnv_getName(const void *c, UErrorCode *e) { (void)c; FAIL(e); return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { (void)n; return 0; }
EXPORT const char *ucnv_getStandardName(const char *n, const char *s, UErrorCode *e)
{ (void)n; (void)s; FAIL(e); return 0; }
EXPORT void ucnv_getToUCallBack(const void *c, void **a, const void **x)
{ (void)c; if (a) *a = 0; if (x) *x = 0; }
EXPORT void ucnv_getFromUCallBack(const void *c, void **a, const void **x)
{ (void)c; if (a) *a = 0; if (x) *x = 0; }
EXPORT void ucnv_setToUCallBack(void *c, void *n, const void *nx, void **o, const void **ox,
                                UErrorCode *e)
{ (void)c; (void)n; (void)nx; if (o) *o = 0; if (ox) *ox = 0; FAIL(e); }
EXPORT void ucnv_setFromUCallBack(void *c, void *n, const void *nx, void **o, const void **ox,
                                  UErrorCode *e)
{ (void)c; (void)n; (void)nx; if (o) *o = 0; if (ox) *ox = 0; FAIL(e); }
EXPORT void ucnv_toUnicode(void *c, void **t, const void *tl, const char **s, const char *sl,
                           int *offsets, signed char flush, UErrorCode *e)
{ (void)c; (void)t; (void)tl; (void)s; (void)sl; (void)offsets; (void)flush; FAIL(e); }
EXPORT void ucnv_fromUnicode(void *c, char **t, const char *tl, const void **s, const void *sl,
                             int *offsets, signed char flush, UErrorCode *e)
{ (void)c; (void)t; (void)tl; (void)s; (void)sl; (void)offsets; (void)flush; FAIL(e); }
EXPORT int ucnv_toUCountPending(const void *c, UErrorCode *e) { (void)c; FAIL(e); return -1; }
EXPORT int ucnv_fromUCountPending(const void *c, UErrorCode *e) { (void)c; FAIL(e); return -1; }
EXPORT void ucnv_cbToUWriteUChars(void *a, const void *s, int n, int o, UErrorCode *e)
{ (void)a; (void)s; (void)n; (void)o; FAIL(e); }
EXPORT void ucnv_cbFromUWriteUChars(void *a, const void **s, const void *l, int o, UErrorCode *e)
{ (void)a; (void)s; (void)l; (void)o; FAIL(e); }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
