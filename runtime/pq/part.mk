pq_pkg := libpq
