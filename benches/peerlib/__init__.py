"""What `benches/peers` is made of. Standard library only."""
