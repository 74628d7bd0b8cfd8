"""What the parties of a version agreed on, and nothing else: the same text for the same terms, and its digest."""
