"""How a council comes to its decision: who scores, what keeps it from deciding, the result in words."""
