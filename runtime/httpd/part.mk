# httpd: an HTTP/1.1 server on llhttp, Node's parser, whose C sources Debian has in node-llhttp.
LLHTTP       ?= /usr/share
httpd_extra  := $(addprefix $(LLHTTP)/llhttp/,api.c http.c llhttp.c)
httpd_needs  := $(httpd_extra) $(LLHTTP)/include/llhttp/llhttp.h
httpd_cflags := -isystem $(LLHTTP)/include/llhttp -DLLHTTP_STRICT_MODE=1
