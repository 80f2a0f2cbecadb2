sqlite_pkg := sqlite3
