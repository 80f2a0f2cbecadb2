# libac-http: the HTTP client, on libcurl. An older one is as good as none.
http_pkg   := libcurl
http_needs := $(if $(shell $(PKG_CONFIG) --atleast-version=7.87 libcurl 2>/dev/null && echo yes),,libcurl-7.87)
