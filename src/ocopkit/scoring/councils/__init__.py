"""How a council comes to its decision: who scores, what keeps it from deciding, what it decides, the reasons."""
