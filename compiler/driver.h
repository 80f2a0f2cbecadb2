/* driver.h - acc as a program: everything between its command line and its exit status. */
#ifndef DRIVER_H
#define DRIVER_H

int driver_run(int argc, char **argv);

#endif
