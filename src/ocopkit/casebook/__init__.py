"""Cases of law that a legal officer writes: what is given, what must follow, and by which clause."""
