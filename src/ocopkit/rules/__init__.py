"""The law itself: instruments, rule books, criteria sets, and what can be said of them."""
