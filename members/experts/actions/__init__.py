"""What people decide about experts, their rota and requests for advice."""
