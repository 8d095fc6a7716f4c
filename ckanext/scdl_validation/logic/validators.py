"""Field rules of the room (every public function is exported)."""
