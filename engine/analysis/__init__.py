"""What one field alone can't tell."""
