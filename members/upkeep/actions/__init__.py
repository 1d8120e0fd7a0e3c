"""What people and the clock do with confirmations and corrections."""
