"""What can be wrong or doubtful in a rule book as encoded: one module for each room of the book."""
