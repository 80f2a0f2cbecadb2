/* say.h - messages of the driver itself: about files, options and programs it runs, never about a line of source. */
#ifndef SAY_H
#define SAY_H

void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
