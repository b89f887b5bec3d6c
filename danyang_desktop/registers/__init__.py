"""名册: what ledgers point to: people, households, teams, programmes, the branch."""
