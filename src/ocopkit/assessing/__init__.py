"""What measured facts say of one product: fact sheets, and the score sheets that they propose."""
