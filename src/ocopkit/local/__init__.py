"""What a place adds beside the law: supplements, plans and benefits."""
