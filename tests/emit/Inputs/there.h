async int declared_there(int n);
