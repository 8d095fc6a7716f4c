"""Actions of the room (every public function is exported)."""
